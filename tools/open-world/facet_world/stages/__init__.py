"""The stages of the training, one module each, with `main(run)` that makes the stage's result."""
