"""Golden samples of diffusers' schedulers and pipeline for libs/diffusion's sampling.

Writes libs/diffusion/test/golden/sampling.json.gz:
  schedulers   each scheduler alone, over many configurations, with a made-up network that both sides can compute:
               timesteps and latents after the last step
  pipeline     StableDiffusionPipeline with the tiny random models of diffusion_models.py: prompt, negative prompt,
               guidance, fixed noise, 20 steps; latents

Run from the repository root with the demo model's environment (diffusers 0.35.2):
  tools/demo-model/.venv/bin/python tools/golden/sampling.py
"""
import gzip
import json
from contextlib import contextmanager
from pathlib import Path

import torch
from diffusers import (DDIMScheduler, DPMSolverMultistepScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler,
                       LCMScheduler, StableDiffusionImg2ImgPipeline, StableDiffusionPipeline, TCDScheduler,
                       UniPCMultistepScheduler)
from diffusers.schedulers import scheduling_dpmsolver_multistep, scheduling_euler_ancestral_discrete, scheduling_lcm, scheduling_tcd
from transformers import CLIPTokenizer

import diffusion_models

OUT = Path("libs/diffusion/test/golden")
CLASSES = {"ddim": DDIMScheduler, "dpm-solver++": DPMSolverMultistepScheduler, "dpm-solver++-sde": DPMSolverMultistepScheduler,
           "euler": EulerDiscreteScheduler, "euler-ancestral": EulerAncestralDiscreteScheduler, "lcm": LCMScheduler,
           "tcd": TCDScheduler, "unipc": UniPCMultistepScheduler}
# Those that draw noise at their steps, by functions of these modules.
NOISY = {"dpm-solver++-sde": scheduling_dpmsolver_multistep, "euler-ancestral": scheduling_euler_ancestral_discrete,
         "lcm": scheduling_lcm, "tcd": scheduling_tcd}
SD = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "clip_sample": False,
      "set_alpha_to_one": False, "steps_offset": 1}
COSINE = {"beta_schedule": "squaredcos_cap_v2", "prediction_type": "v_prediction", "clip_sample": False}
TRAINED = {"trained_betas": [0.0005 + 0.0002 * i for i in range(100)], "num_train_timesteps": 100, "clip_sample": False}

CASES = [
    # scheduler, steps, settings
    *[(name, 20, {**SD, "prediction_type": kind}) for name in CLASSES for kind in ("epsilon", "v_prediction")],
    *[(name, 20, {**SD, "timestep_spacing": spacing}) for name in CLASSES for spacing in ("leading", "trailing", "linspace")],
    *[(name, 20, COSINE) for name in CLASSES],
    *[(name, 20, {**COSINE, "timestep_spacing": spacing}) for name in CLASSES for spacing in ("trailing", "leading", "linspace")],
    *[(name, 7, {"beta_schedule": "linear", "clip_sample": False}) for name in CLASSES],
    *[(name, 1, SD) for name in CLASSES],
    *[(name, 3, {**SD, "timestep_spacing": "trailing"}) for name in CLASSES],
    *[(name, 30, {**SD, "timestep_spacing": "trailing"}) for name in CLASSES],
    *[(name, 10, TRAINED) for name in CLASSES],
    *[(name, 20, {**SD, "prediction_type": "v_prediction", "rescale_betas_zero_snr": True, "timestep_spacing": "trailing"}) for name in CLASSES],
    ("ddim", 20, {"beta_schedule": "linear"}),
    ("ddim", 20, {**SD, "clip_sample": True, "clip_sample_range": 1.5, "set_alpha_to_one": True}),
    ("dpm-solver++", 20, {**SD, "final_sigmas_type": "sigma_min"}),
    ("dpm-solver++", 10, {**SD, "final_sigmas_type": "sigma_min"}),
    ("dpm-solver++", 10, {**SD, "final_sigmas_type": "sigma_min", "lower_order_final": False}),
    ("dpm-solver++", 20, {**SD, "final_sigmas_type": "sigma_min", "euler_at_final": True}),
    ("dpm-solver++", 20, {**SD, "solver_type": "heun"}),
    ("dpm-solver++", 20, {**SD, "solver_order": 1}),
    ("dpm-solver++", 20, {**COSINE, "lambda_min_clipped": -5.1}),
    ("dpm-solver++", 20, {**COSINE, "lambda_min_clipped": -5.1, "timestep_spacing": "trailing"}),
    ("euler", 20, {**SD, "final_sigmas_type": "sigma_min"}),
    ("euler", 20, {**SD, "interpolation_type": "log_linear"}),
    *[(name, steps, {**SD, "use_karras_sigmas": True, **more}) for name in ("dpm-solver++", "euler") for steps in (1, 7, 20, 50)
      for more in ({}, {"timestep_spacing": "trailing"}, {"prediction_type": "v_prediction"}, {"final_sigmas_type": "sigma_min"})],
    # diffusers' DPM-Solver++ fails here: several of its steps are nearest to timestep 999, and it begins with the second.
    ("euler", 20, {**COSINE, "use_karras_sigmas": True, "timestep_spacing": "trailing"}),
    *[(name, 20, {**SD, "use_karras_sigmas": True, "sigma_min": 0.05, "sigma_max": 10.0}) for name in ("dpm-solver++", "euler")],
    ("euler", 20, {**SD, "use_karras_sigmas": True, "interpolation_type": "log_linear"}),
    ("dpm-solver++", 20, {**SD, "use_karras_sigmas": True, "solver_type": "heun"}),
    # Written for UniPC, whose solver DPM-Solver++ takes for its own midpoint.
    *[("dpm-solver++", steps, {**SD, "solver_type": kind, "predict_x0": True, "solver_p": None, "disable_corrector": [],
                               "use_karras_sigmas": karras})
      for steps in (10, 20) for kind in ("bh1", "bh2", "logrho") for karras in (False, True)],
    *[("unipc", steps, {**SD, "solver_order": order, **more})
      for steps in (2, 10, 20) for order in (1, 2, 3)
      for more in ({}, {"use_karras_sigmas": True}, {"final_sigmas_type": "sigma_min", "lower_order_final": False},
                   # Without noise at the end diffusers' bh1 gives NaN.
                   {"solver_type": "bh1", "final_sigmas_type": "sigma_min"})],
    ("unipc", 20, {**SD, "disable_corrector": [0, 1, 5]}),
    ("unipc", 20, {**SD, "solver_type": "midpoint"}),
    *[("dpm-solver++-sde", 20, {**SD, **more}) for more in ({"solver_type": "heun"}, {"use_karras_sigmas": True}, {"solver_order": 1},
                                                         {"final_sigmas_type": "sigma_min"})],
    *[(name, steps, {**SD, "original_inference_steps": taught}) for name in ("lcm", "tcd") for steps in (1, 4, 8) for taught in (50, 100)],
    ("lcm", 4, {**SD, "clip_sample": True, "clip_sample_range": 1.5, "timestep_scaling": 5.0}),
    ("lcm", 4, {}),
    ("tcd", 4, {}),
]


def made_up_network(sample, timestep):
    """Bounded, depends on sample and timestep, and is plain to write in any language."""
    return torch.tanh(0.8 * sample) + 0.3 * torch.cos(torch.as_tensor(float(timestep)) * 0.01)


@contextmanager
def made_up_noise(name, i):
    """In place of random noise: of the step i, the same for both sides."""
    module = NOISY.get(name)
    if module is None:
        yield
        return
    original = module.randn_tensor
    module.randn_tensor = lambda shape, **_: torch.sin(12.9898 * torch.arange(64, dtype=torch.float64) + 78.233 * i + 1).reshape(shape)
    try:
        yield
    finally:
        module.randn_tensor = original


def make(name, settings):
    own = {"algorithm_type": "sde-dpmsolver++"} if name == "dpm-solver++-sde" else {}
    return CLASSES[name].from_config(settings, **own)


def first_noise(count):
    """Numbers both sides can compute, roughly uniform in [-2, 2]."""
    return torch.tensor([((i * 37) % 101) / 25 - 2 for i in range(count)], dtype=torch.float32)


def in_double(run):
    """Runs diffusers' steps in float64: they cast samples to float32, whose rounding shows where sigma reaches 20,000."""
    original = torch.Tensor.to

    def keep_double(tensor, *args, **kwargs):
        return tensor if tensor.dtype == torch.float64 and args[:1] == (torch.float32,) else original(tensor, *args, **kwargs)

    torch.Tensor.to = keep_double
    try:
        return run()
    finally:
        torch.Tensor.to = original


def run_scheduler(name, steps, settings):
    scheduler = make(name, settings)
    scheduler.set_timesteps(steps)
    if hasattr(scheduler, "sigmas"):
        scheduler.sigmas = scheduler.sigmas.double()
    sample = first_noise(64).double().reshape(1, 64) * scheduler.init_noise_sigma
    for i, timestep in enumerate(scheduler.timesteps):
        output = made_up_network(scheduler.scale_model_input(sample, timestep), timestep)
        with made_up_noise(name, i):
            sample = scheduler.step(output, timestep, sample).prev_sample
    return {
        "name": name, "steps": steps, "config": settings,
        "timesteps": [round(float(t), 4) for t in scheduler.timesteps],
        "latents": [float(f"{v:.8g}") for v in sample.flatten().tolist()],
    }


def run_pipeline(parts, name, settings, strength=None):
    text, unet, vae, _image, _projection = parts
    tokenizer = CLIPTokenizer.from_pretrained(OUT / "tokenizer-demo")
    kind = StableDiffusionPipeline if strength is None else StableDiffusionImg2ImgPipeline
    pipeline = kind(
        vae=vae, text_encoder=text, tokenizer=tokenizer, unet=unet, scheduler=make(name, settings), safety_checker=None,
        feature_extractor=None, requires_safety_checker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    # The pipeline's own default is 0, the scheduler's and the paper's .3.
    own = {"eta": 0.3} if name == "tcd" else {}
    arguments = dict(own, prompt="a red cat lying", negative_prompt="watercolor", num_inference_steps=20, guidance_scale=3.5, output_type="latent")
    if strength is None:
        generator = torch.Generator().manual_seed(7)
        noise = torch.randn(1, 4, 16, 16, generator=generator)
        latents = pipeline(**arguments, height=64, width=64, latents=noise, generator=generator).images
    else:
        clean = first_noise(4 * 16 * 16).reshape(1, 4, 16, 16)
        latents = pipeline(**arguments, image=clean, strength=strength, generator=torch.Generator().manual_seed(7)).images
    return {
        "name": name, "config": settings, "strength": strength,
        "latents": [float(f"{v:.7g}") for v in latents.flatten().tolist()],
    }


def main():
    torch.set_num_threads(1)
    with torch.no_grad():
        cases = in_double(lambda: [run_scheduler(*case) for case in CASES])
        parts = diffusion_models.build()
        pipelines = [
            run_pipeline(parts, name, settings)
            for name in CLASSES for settings in (SD, {**SD, "prediction_type": "v_prediction"}, COSINE)
        ]
        pipelines += [run_pipeline(parts, name, SD, strength=0.62) for name in CLASSES]
    text = json.dumps({"schedulers": cases, "pipeline": pipelines}, separators=(",", ":"))
    path = OUT / "sampling.json.gz"
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{len(cases)} scheduler runs, {len(pipelines)} pipeline runs, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
