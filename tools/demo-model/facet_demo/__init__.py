"""Facet's demo model: a picture world with four known factors, and a small latent diffusion model trained on it."""
