"""PyTorch's step of textual inversion on the model of a diffusers folder, timed as src/run/measure.ts times Facet's.

  python torch_step.py '{"folder": ..., "device": "cuda"|"cpu", "dtype": "F32"|"F16"|"BF16", "batch": n, "latent": n, "runs": n, "threads": n}'

Prints one line of JSON: {"measured": {"stepMs": [...], "firstStepMs", "peakCardBytes"}} or {"failed": "..."}.
"""

import json
import sys
import time


def measure(case):
    import torch
    from diffusers import UNet2DConditionModel
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    torch.set_num_threads(case["threads"])
    dtype = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}[case["dtype"]]
    device, folder, batch, latent = case["device"], case["folder"], case["batch"], case["latent"]
    started = time.perf_counter()
    unet = UNet2DConditionModel.from_pretrained(f"{folder}/unet", torch_dtype=dtype).to(device).eval().requires_grad_(False)
    is_xl = unet.config.addition_embed_type == "text_time"
    kinds = [CLIPTextModel, CLIPTextModelWithProjection] if is_xl else [CLIPTextModel]
    towers = [
        kind.from_pretrained(f"{folder}/text_encoder{'_2' if at else ''}", torch_dtype=dtype).to(device).eval().requires_grad_(False)
        for at, kind in enumerate(kinds)
    ]
    ids = torch.full((batch, 77), 49407, device=device)
    latents = torch.randn(batch, 4, latent, latent, device=device, dtype=dtype)
    target = torch.randn_like(latents)
    timesteps = torch.full((batch,), 500, device=device)
    vectors = [tower.get_input_embeddings().weight[5].clone().requires_grad_(True) for tower in towers]

    def put(vector):
        def hook(_module, _inputs, embeds):
            embeds = embeds.clone()
            embeds[:, 4] = vector
            return embeds

        return hook

    for tower, vector in zip(towers, vectors):
        tower.get_input_embeddings().register_forward_hook(put(vector))

    def step():
        found = [tower(input_ids=ids, output_hidden_states=is_xl) for tower in towers]
        added = None
        if is_xl:
            context = torch.cat([each.hidden_states[-2] for each in found], dim=-1)
            sizes = torch.tensor([[latent * 8, latent * 8, 0, 0, latent * 8, latent * 8]] * batch, device=device, dtype=dtype)
            added = {"text_embeds": found[1].text_embeds, "time_ids": sizes}
        else:
            context = found[0].last_hidden_state
        prediction = unet(latents, timesteps, context, added_cond_kwargs=added, return_dict=False)[0]
        torch.nn.functional.mse_loss(prediction.float(), target.float()).backward()
        for vector in vectors:
            vector.grad = None
        if device == "cuda":
            torch.cuda.synchronize()

    step()
    first = (time.perf_counter() - started) * 1e3
    times = []
    for _ in range(case["runs"]):
        began = time.perf_counter()
        step()
        times.append((time.perf_counter() - began) * 1e3)
    card = torch.cuda.max_memory_reserved() if device == "cuda" else None
    return {"stepMs": times, "firstStepMs": first, "peakCardBytes": card, "torch": torch.__version__}


try:
    answer = {"measured": measure(json.loads(sys.argv[1]))}
except Exception as error:
    answer = {"failed": f"{type(error).__name__}: {error}"[:1000]}
print(json.dumps(answer))
