"""The plan: which prompt stands where."""

import math

import pytest

from facet_tokens import FacetError
from facet_tokens.plan import Binding, BoundToken, BoundWord, at_strength, layer_order, make_plan

TEMPLATE = "a {style} drawing of a {color} {object}"


def bound(cells: list[list[int]], word: str | None = None, bounds: tuple[float, ...] = (1000, 500, 0)) -> BoundToken:
    return BoundToken([[1.0, 0.0]], cells, bounds, word)


BINDINGS: dict[str, Binding] = {
    "style": bound([[0, -1], [-1, -1]]),
    "color": BoundWord("red"),
    "object": bound([[-1, -1], [0, -1]], "cat"),
}


def test_a_token_stands_in_its_cells_and_its_word_or_nothing_elsewhere() -> None:
    plan = make_plan(TEMPLATE, BINDINGS, 2)
    texts = [[plan.prompts[at].text for at in row] for row in plan.cells]
    assert texts == [
        ["a {style} drawing of a red cat", "a drawing of a red cat"],
        ["a drawing of a red {object}", "a drawing of a red cat"],
    ]
    assert len(plan.prompts) == 3, "equal prompts are one"


def test_in_the_pooled_vector_of_a_stage_each_token_stands_that_any_of_its_layers_has() -> None:
    plan = make_plan(TEMPLATE, BINDINGS, 2, pools=True)
    assert [plan.prompts[at].text for at in plan.pooled] == ["a {style} drawing of a red cat", "a drawing of a red {object}"]
    assert make_plan(TEMPLATE, BINDINGS, 2).pooled == [], "one text encoder has none"


def test_pieces_are_the_text_cut_at_active_tokens() -> None:
    prompt = make_plan(TEMPLATE, BINDINGS, 2).prompts[0]
    assert prompt.pieces() == [("a ", "style"), (" drawing of a red cat", None)]


def test_tokens_with_other_stages_share_the_stages_of_both() -> None:
    bindings: dict[str, Binding] = {
        "a": bound([[0], [-1]], bounds=(1000, 500, 0)),
        "b": bound([[0], [-1]], bounds=(1000, 700, 0)),
    }
    plan = make_plan("{a} {b} x", bindings, 1)
    assert plan.stage_bounds == [1000, 700, 500, 0]
    assert [plan.prompts[row[0]].text for row in plan.cells] == ["{a} {b} x", "{a} x", "x"]
    assert [plan.stage_of(time) for time in (1001, 700, 699.5, 0)] == [0, 0, 1, 2]


@pytest.mark.parametrize("template", ["a {colour} cat", "a {color cat", "a } cat"])
def test_a_place_without_a_token_and_a_lone_brace_are_refused(template: str) -> None:
    with pytest.raises(FacetError) as error:
        make_plan(template, BINDINGS, 2)
    assert error.value.code == "invalid-prompt"


def test_strength_goes_from_the_word_through_the_token_by_equal_angles() -> None:
    word, token = [2.0, 0.0], [0.0, 4.0]
    assert at_strength(word, token, 1) is token
    assert at_strength(word, token, 0) == pytest.approx(word)
    assert at_strength(word, token, 0.5) == pytest.approx([3 * math.sqrt(0.5)] * 2)
    beyond = at_strength(word, token, 1.5)
    assert math.hypot(*beyond) == pytest.approx(4)
    assert math.atan2(beyond[1], beyond[0]) == pytest.approx(0.75 * math.pi)
    for strength in (-0.1, 2.1, math.nan):
        with pytest.raises(FacetError):
            at_strength(word, token, strength)


def test_a_vector_of_zeros_has_no_way_to_it_and_stands_as_it_is() -> None:
    assert at_strength([1.0, 0.0], [0.0, 0.0], 1) == [0, 0]
    for word, token in (([1.0, 0.0], [0.0, 0.0]), ([0.0, 0.0], [1.0, 0.0])):
        with pytest.raises(FacetError, match="zeros"):
            at_strength(word, token, 0.5)


def test_layers_are_in_the_order_of_the_forward_pass() -> None:
    names = [
        "up_blocks.1.attentions.0.x",
        "mid_block.attentions.0.x",
        "down_blocks.10.attentions.0.x",
        "down_blocks.2.attentions.1.x",
    ]
    assert sorted(names, key=layer_order) == [names[3], names[2], names[1], names[0]]
