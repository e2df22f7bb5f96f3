"""The model's parts in plain PyTorch, with the parameter names and the arithmetic of diffusers and transformers, so that they train
where neither is installed and are exported where both are."""
