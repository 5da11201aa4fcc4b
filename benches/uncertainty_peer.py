"""Peers of the bench of uncertainty: JCGM 101's mass model by suncal and NumPy, and first order by GTC.

    python uncertainty_peer.py suncal    prints seconds of a million trials by suncal, and by NumPy
    python uncertainty_peer.py GTC       prints seconds of one first-order evaluation with degrees of freedom
"""

import sys
import time

TRIALS = 1_000_000
ROUNDS = 7


def best(work):
    """Seconds of the best round."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def suncal():
    import numpy
    from suncal import Model

    def with_suncal():
        model = Model("m = (r + a) * (1 + (d - 1.2) * (1 / w - 1 / s)) - 100000")
        model.var("r").measure(100000).typeb(std=0.050)
        model.var("a").measure(1.234).typeb(std=0.020)
        model.var("d").measure(1.2).typeb(dist="uniform", a=0.1)
        model.var("w").measure(8000).typeb(dist="uniform", a=1000)
        model.var("s").measure(8000).typeb(dist="uniform", a=50)
        result = model.monte_carlo(samples=TRIALS)
        result.expected, result.uncertainty
        result.expand("m", conf=0.95)
        result.expand("m", conf=0.95, shortest=True)

    generator = numpy.random.default_rng(1)

    def with_numpy():
        r = generator.normal(100000, 0.050, TRIALS)
        a = generator.normal(1.234, 0.020, TRIALS)
        d = generator.uniform(1.1, 1.3, TRIALS)
        w = generator.uniform(7000, 9000, TRIALS)
        s = generator.uniform(7950, 8050, TRIALS)
        m = (r + a) * (1 + (d - 1.2) * (1 / w - 1 / s)) - 100000
        m.mean(), m.std(ddof=1)
        m.sort()
        inside = int(0.95 * TRIALS)
        first = (TRIALS - inside) // 2
        m[first], m[first + inside]
        widths = m[inside:] - m[:-inside]
        widths.argmin()

    return best(with_suncal), best(with_numpy)


def gtc():
    from GTC import ureal, type_b, dof, uncertainty, value

    r = ureal(100000, 0.050)
    a = ureal(1.234, 0.020)
    d = ureal(1.2, type_b.uniform(0.1))
    w = ureal(8000, type_b.uniform(1000))
    s = ureal(8000, type_b.uniform(50))
    count = 2000

    def evaluate():
        for _ in range(count):
            m = (r + a) * (1 + (d - 1.2) * (1 / w - 1 / s)) - 100000
            value(m), uncertainty(m), dof(m)

    return (best(evaluate) / count,)


if __name__ == "__main__":
    print(*{"suncal": suncal, "GTC": gtc}[sys.argv[1]]())
