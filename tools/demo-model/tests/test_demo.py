"""Guarantees of the code that are cheap to check: PYTHONPATH=. .venv/bin/python -m unittest discover tests"""
import unittest

import numpy as np
import torch

from facet_demo import references, world
from facet_demo.growing import grow
from facet_demo.render import COLORS, PLACES, render
from facet_demo.shapes import OBJECTS
from facet_demo.tokenizer import WORDS, learn_merges
from facet_demo.unet import SAMPLER, make_unet


class World(unittest.TestCase):
    def test_every_word_can_be_drawn(self):
        self.assertEqual(list(OBJECTS), world.FACTORS["object"])
        self.assertEqual(list(COLORS), world.FACTORS["color"])
        self.assertEqual(list(PLACES), world.FACTORS["layout"])

    def test_the_same_seed_draws_the_same_picture(self):
        for style in range(5):
            first, second = (render((0, 1, style, 4), np.random.default_rng(7)) for _ in range(2))
            self.assertTrue((first == second).all())

    def test_between_10_and_20_percent_of_combinations_are_held_out_and_every_word_is_on_both_sides(self):
        every = world.every_combination()
        held = np.array([world.held_out(c) for c in every])
        self.assertTrue(0.10 < held.mean() < 0.20)
        for side in (every[held], every[~held]):
            for k, count in enumerate(world.SIZES):
                self.assertEqual(len(np.unique(side[:, k])), count)

    def test_pixel_pictures_are_constant_in_blocks_of_four(self):
        picture = render((2, 3, 2, 0), np.random.default_rng(1)).reshape(16, 4, 16, 4, 3)
        self.assertTrue((picture == picture[:, :1, :, :1]).all())

    def test_captions_use_only_words_that_are_one_token(self):
        rng = np.random.default_rng(0)
        for combination in world.every_combination()[::7]:
            for share in (0.0, 0.5, 1.0):
                caption = world.training_caption(world.leave_open(combination, rng, share), rng)
                self.assertLessEqual(set(caption.split()), set(WORDS))

    def test_merges_end_with_every_word_whole(self):
        made = {a + b for a, b in learn_merges(WORDS)}
        self.assertLessEqual({w + "</w>" for w in WORDS if len(w) > 1}, made)

    def test_reference_pairs_differ_in_every_factor(self):
        rng = np.random.default_rng(references.SEED)
        combinations = references.choose(rng)
        for a, b in references.choose_pairs(combinations, rng):
            self.assertTrue(all(x != y for x, y in zip(combinations[a], combinations[b])))


class UNet(unittest.TestCase):
    def test_has_16_cross_attention_layers_at_three_resolutions(self):
        names = [n for n, _ in make_unet(2).named_modules() if n.endswith("attn2")]
        self.assertEqual(len(names), 16)
        self.assertEqual({n.split(".")[1] for n in names if n.startswith("down")}, {"0", "1", "2"})

    def test_growing_keeps_the_function(self):
        torch.manual_seed(0)
        narrow, full = make_unet(1).eval(), make_unet(2).eval()
        full.load_state_dict(grow(narrow.state_dict(), make_unet(2).state_dict()))
        x, context, t = torch.randn(2, 4, 16, 16), torch.randn(2, 16, 128), torch.tensor([100, 700])
        with torch.no_grad():
            torch.testing.assert_close(full(x, t, context).sample, narrow(x, t, context).sample)

    def test_the_sampler_is_the_one_that_the_other_parts_expect(self):
        config = SAMPLER.config
        self.assertEqual((config.steps_offset, config.clip_sample, config.set_alpha_to_one, config.timestep_spacing), (1, False, False, "leading"))


if __name__ == "__main__":
    unittest.main()
