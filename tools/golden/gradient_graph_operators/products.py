"""Products of matrices."""

from .register import writes, shape, chance, some, broadcast


@writes("MatMul")
def matmul(g, seed):
    n, k, m = [g.rng.randint(1, 4) for _ in range(3)]
    batch = shape(g, 0, 2, 3)
    left, right = [*[b if chance(g, 0.7) else 1 for b in batch], n, k], [*broadcast(g, batch), k, m]
    if seed == 0:
        left = [k]
    if seed == 1:
        right = [k]
    return g.emit("MatMul", [g.source(left), g.source(right)])


@writes("Gemm")
def gemm(g, seed):
    n, k, m = [g.rng.randint(1, 4) for _ in range(3)]
    a = some(g, transA=[1], transB=[1], alpha=[0.5, 2.0], beta=[0.5, 3.0])
    c = [g.source(broadcast(g, [n, m]))] if chance(g, 0.7) else []
    return g.emit("Gemm", [g.source([k, n] if "transA" in a else [n, k]),
                           g.source([m, k] if "transB" in a else [k, m]), *c], **a)


@writes("Einsum")
def einsum(g, seed):
    equation, *shapes = [
        ("ij,jk->ik", [2, 3], [3, 4]), ("bhid,bhjd->bhij", [1, 2, 3, 2], [1, 2, 4, 2]), ("ij->j", [2, 3]),
        ("...ij,jk->...ik", [2, 2, 3], [3, 2]), ("ij,ij", [2, 3], [2, 3]), ("i,j,k->ijk", [2], [3], [2]),
        ("bij , bjk -> bk", [2, 3, 2], [2, 2, 3]), ("ba,ac", [2, 3], [3, 2]), ("...a,...a->...", [2, 3], [1, 3]),
    ][seed % 9]
    return g.emit("Einsum", [g.source(each) for each in shapes], equation=equation)
