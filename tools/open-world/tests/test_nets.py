"""The networks compute what diffusers and transformers compute from the same weights; where those are missing there is nothing to hold them to."""
import pytest
import torch
import torch.nn.functional as F

from facet_world.nets import text, unet, vae

diffusers, transformers = pytest.importorskip("diffusers"), pytest.importorskip("transformers")
SCHEDULE = dict(num_train_timesteps=1000, beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", clip_sample=False)


@pytest.fixture(autouse=True)
def without_gradients():
    torch.manual_seed(0)
    with torch.no_grad():
        yield


@pytest.mark.parametrize("layers", [1, 2])
def test_the_unet_is_diffusers(layers):
    mine, theirs = unet.Unet(layers).eval(), diffusers.UNet2DConditionModel(**unet.config(layers)).eval()
    theirs.load_state_dict(mine.state_dict())
    x, context, t = torch.randn(2, vae.LATENTS, 16, 16), torch.randn(2, 16, text.WIDTH), torch.tensor([3, 777])
    torch.testing.assert_close(mine(x, t, context), theirs(x, t, context).sample)


def test_the_full_unet_has_16_cross_attention_layers():
    assert sum(name.endswith("attn2") for name, _ in unet.Unet(2).named_modules()) == 16


def test_a_grown_unet_computes_the_same():
    from facet_demo.growing import grow

    narrow, full = unet.Unet(1).eval(), unet.Unet(2).eval()
    full.load_state_dict(grow(narrow.state_dict(), full.state_dict()))
    x, context, t = torch.randn(2, vae.LATENTS, 16, 16), torch.randn(2, 16, text.WIDTH), torch.tensor([100, 700])
    torch.testing.assert_close(full(x, t, context), narrow(x, t, context))


def test_the_vae_is_diffusers():
    mine, theirs = vae.Vae().eval(), diffusers.AutoencoderKL(**vae.CONFIG).eval()
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(2, 3, 128, 128)
    wanted, (mean, log_variance) = theirs.encode(x).latent_dist, mine.encode(x)
    torch.testing.assert_close(mean, wanted.mean)
    torch.testing.assert_close(log_variance, wanted.logvar)
    torch.testing.assert_close(mine.decode(mean), theirs.decode(mean).sample)


def test_folding_makes_latents_standard_and_keeps_pictures():
    v, x = vae.Vae().eval(), torch.randn(6, 3, 64, 64)
    before, z = v.decode(v.encode(x)[0]), v.encode(x)[0]
    vae.fold_statistics(v, z.mean((0, 2, 3)), z.std((0, 2, 3)))
    folded = v.encode(x)[0]
    torch.testing.assert_close(v.decode(folded), before, atol=1e-4, rtol=1e-4)
    torch.testing.assert_close(folded.mean((0, 2, 3)), torch.zeros(vae.LATENTS), atol=1e-4, rtol=0)
    torch.testing.assert_close(folded.std((0, 2, 3)), torch.ones(vae.LATENTS), atol=1e-4, rtol=0)


def test_the_text_tower_is_transformers_clip():
    vocabulary = {str(i): i for i in range(300)} | {"<|startoftext|>": 300, "<|endoftext|>": 301}
    mine = text.TextTower(302).eval()
    theirs = transformers.CLIPTextModelWithProjection(transformers.CLIPTextConfig(**text.config(vocabulary))).eval()
    theirs.load_state_dict(mine.state_dict(), strict=False)
    ids = torch.full((2, text.LENGTH), 301)
    ids[:, 0] = 300
    ids[0, 1:5], ids[1, 1] = torch.tensor([4, 5, 6, 7]), 9
    wanted, states = theirs(ids), mine.states(mine.embed(ids))
    torch.testing.assert_close(states, wanted.last_hidden_state)
    torch.testing.assert_close(mine.project(states, torch.tensor([5, 2])), F.normalize(wanted.text_embeds, dim=-1))


def test_sampling_is_diffusers_ddim():
    scheduler = diffusers.DDIMScheduler(**SCHEDULE, set_alpha_to_one=False, steps_offset=1, timestep_spacing="leading")
    torch.testing.assert_close(unet.kept_signal(), scheduler.alphas_cumprod)
    net, noise, context, empty = unet.Unet(1).eval(), torch.randn(2, vae.LATENTS, 16, 16), torch.randn(2, 16, text.WIDTH), torch.randn(1, 16, text.WIDTH)
    scheduler.set_timesteps(20)
    z = noise
    for t in scheduler.timesteps:
        free, guided = net(torch.cat([z, z]), t.expand(4), torch.cat([empty.expand(2, -1, -1), context])).chunk(2)
        z = scheduler.step(free + 3.0 * (guided - free), t, z).prev_sample
    torch.testing.assert_close(unet.sample(net, context, empty, 20, 3.0, noise), z)


def test_noising_is_diffusers():
    scheduler = diffusers.DDPMScheduler(**SCHEDULE)
    z, e, t = torch.randn(3, vae.LATENTS, 16, 16), torch.randn(3, vae.LATENTS, 16, 16), torch.tensor([0, 500, 999])
    noisy, v = unet.noised(z, e, unet.kept_signal()[t])
    torch.testing.assert_close(noisy, scheduler.add_noise(z, e, t))
    torch.testing.assert_close(v, scheduler.get_velocity(z, e, t))
