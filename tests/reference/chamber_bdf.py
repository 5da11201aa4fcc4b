"""The chamber of docs/physics/chamber.md by scipy's stiff solvers: one schedule of pump, stirrer, jacket and release.

    scratch/bin/python tests/reference/chamber_bdf.py     (environment: requirements.txt)

Written from the equations of that page and from nothing else of Hadal. Here they stand as an ordinary differential
equation in temperature, salinity and pressure, whose derivatives (and through-flows) solve one linear system; the
plant has them in mass, salt and energy. Water is GSW's Gibbs function.
"""

import figures
import gsw
import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

LAYERS, RINGS, G, ATMOSPHERE, ZERO = 4, 12, 9.80665, 101325.0, 273.15
VOLUME, DIAMETER, RATIO, YOUNG, POISSON, EXPANSION = 0.0707, 0.3, 2.0, 200e9, 0.3, 1.2e-5
FILM, STEEL, STEEL_HEAT = 300.0, 40.0, 7850.0 * 470.0
JACKET_LINK, JACKET_HEAT, JACKET_LOSS, LID = 2000.0, 1.2e5, 15.0, 0.08
HEATER, CHILLER, GAIN, INTEGRAL, BAND = 6000.0, 5000.0, 3000.0, 300.0, 300.0
DIFFUSIVITY, STIRRER, RPM = 3.7e-3, 4.0, 120.0
LAG, SLIP, RESERVOIR_L, SUCTION = 3.0, 2e-4 * 1e-6, 20.0, 0.2
ORIFICE, MAKE_UP, LAMINAR, SEATING = 1e-6, 1e-6, 2e4, 0.1
CREEP, TIMES = 5e-4, 10.0 ** np.arange(1, 7)
EDDIES, PASSAGE, REVERSAL, CONDUCTIVITY = 0.5, 1e-4, 1e-6, 0.59
OIL, SLIDING, LINE, FRICTION = 5e-14, 1e-12, 1.9e10, 1.5e6
STRAINER, RATED, NEEDED, FADING, RESERVOIR_AREA = 5e3, 15e-6, 4e4, 5e3, 0.07
HALL, SALINITY, RESERVOIR_SALINITY = 20.0, 35.0, 30.0
UNIT = 35.16504 / 35.0 / 1000.0

RADIUS = DIAMETER / 2
LENGTH = VOLUME / (np.pi * RADIUS**2)
AREA, THICKNESS = np.pi * RADIUS**2, LENGTH / LAYERS
SQUARE = RATIO**2
BETA = (3 * (1 - 2 * POISSON) + 2 * SQUARE * (1 + POISSON)) / (YOUNG * (SQUARE - 1))
ABOVE = LENGTH * ((np.arange(LAYERS) + 0.5) / LAYERS - 0.5)
EDGES = RADIUS * RATIO ** (np.arange(RINGS + 1) / RINGS)
CENTRES = np.sqrt(EDGES[1:] * EDGES[:-1])
AROUND = 2 * np.pi * STEEL * LENGTH
RING_HEAT = np.pi * (EDGES[1:] ** 2 - EDGES[:-1] ** 2) * LENGTH * STEEL_HEAT
LINKS = AROUND / np.log(CENTRES[1:] / CENTRES[:-1])
OUTER = 1 / (np.log(EDGES[-1] / CENTRES[-1]) / AROUND + 1 / JACKET_LINK)
BORE = np.log(CENTRES[0] / EDGES[0]) / AROUND

# Seconds, then what is commanded until then: pump and release (mL/min), stirrer (rpm), jacket set point (°C).
SCHEDULE = [
    (600.0, dict(pump=250.0, release=0.0, rpm=60.0, jacket=10.0)),
    (1800.0, dict(pump=0.0, release=0.0, rpm=0.0, jacket=10.0)),
    (2100.0, dict(pump=0.0, release=400.0, rpm=120.0, jacket=10.0)),
    (2700.0, dict(pump=0.0, release=0.0, rpm=120.0, jacket=30.0)),
]


def gibbs(s, t, p):
    """g and its derivatives at mass fraction, °C and absolute pascal."""
    at = (1000 * s, t, (p - ATMOSPHERE) * 1e-4)
    orders = dict(g=(0, 0, 0), t=(0, 1, 0), p=(0, 0, 1), tt=(0, 2, 0), tp=(0, 1, 1), pp=(0, 0, 2))
    values = {name: gsw.gibbs(*order, *at) for name, order in orders.items()}
    for name, order in dict(s=(1, 0, 0), st=(1, 1, 0), sp=(1, 0, 1)).items():
        values[name] = 1000 * gsw.gibbs(*order, *at)
    return values


def orifice(area, difference, density):
    size = np.hypot(difference, SEATING)
    excess = 0.5 * (difference + size) if difference > 0 else 0.5 * SEATING**2 / (size - difference)
    return area * np.sqrt(2 * density) * excess / (excess**2 + LAMINAR**2) ** 0.25


def metered(flow, density):
    return flow * 1e-6 / 60 * density


RESERVOIR_S = RESERVOIR_SALINITY * UNIT
RESERVOIR_DENSITY = 1 / gibbs(RESERVOIR_S, HALL, ATMOSPHERE)["p"]


def stroke(ahead):
    """Flow of the intensifier's piston under a difference of pressure, m³/s."""
    if ahead <= 0:
        return 0.0
    return brentq(lambda q: LINE * q + FRICTION * q / np.hypot(q, SLIDING) - ahead, 0.0, ahead / LINE, xtol=1e-22, rtol=1e-14)


def suction(reservoir, drive):
    """Share of water in what the pump takes in."""
    level = max(reservoir, 0) / SUCTION
    vapour = 611.2 * np.exp(17.62 * HALL / (243.12 + HALL))
    before = ATMOSPHERE + reservoir * G / RESERVOIR_AREA - STRAINER * (drive / RATED) ** 2
    margin = (before - vapour - NEEDED) / FADING
    return level**2 / (1 + level**2) * 0.5 * (1 + margin / np.hypot(1, margin))


def crossing(commands, drive, piston, reservoir, excess, lid_density):
    """Into the chamber from the reservoir, and out at the lid, kg/s."""
    share = suction(reservoir, drive)
    pumped = RESERVOIR_DENSITY * piston * share * (1 - SLIP * max(excess, 0))
    inward = pumped + suction(reservoir, 0.0) * orifice(MAKE_UP, -excess, RESERVOIR_DENSITY)
    wanted, free = metered(commands["release"], lid_density), orifice(ORIFICE, excess, lid_density)
    outward = free / (1 + (free / wanted) ** 4) ** 0.25 if wanted > 0 else 0.0
    return inward, outward


def regulator(commands, jacket, integral):
    error = commands["jacket"] - jacket
    demand = GAIN * error + integral
    beyond = max(demand - HEATER, -CHILLER - demand)
    return np.clip(demand, -CHILLER, HEATER), GAIN / INTEGRAL * error * np.clip(1 - beyond / BAND, 0, 1)


def exchange(v, p, g, s, t, rho, rpm, head):
    """Masses swapped between neighbours, kg/s."""
    middle = LAYERS // 2
    k = {name: value[middle] for name, value in g.items()}
    compressibility = (k["tp"] ** 2 - k["tt"] * k["pp"]) / (k["p"] * k["tt"])
    brought = (1 - compressibility * head) / v
    difference = brought[1:] - brought[:-1]
    width = PASSAGE * THICKNESS
    size = np.hypot(difference, width)
    positive = np.where(difference > 0, 0.5 * (difference + size), 0.5 * width**2 / (size - np.minimum(difference, 0)))
    stirred = rho * AREA * DIFFUSIVITY * rpm / RPM / THICKNESS
    eddies = EDDIES * DIAMETER / THICKNESS
    return stirred + AREA * eddies**2 * np.sqrt(rho * G * THICKNESS) * positive / np.sqrt(size)


def rates(time, y, commands, drive_start, start):
    t, s = y[:LAYERS], y[LAYERS : 2 * LAYERS]
    p, rings = y[2 * LAYERS] * 1e6, y[2 * LAYERS + 1 : 2 * LAYERS + 1 + RINGS]
    jacket, integral = y[2 * LAYERS + 1 + RINGS], y[2 * LAYERS + 2 + RINGS] * 1e3
    strains, reservoir, oil = y[-8:-2] * 1e-6, y[-2], y[-1] * 1e6
    drive = commands["pump"] + (drive_start - commands["pump"]) * np.exp(-(time - start) / LAG)
    drive *= 1e-6 / 60

    steel = RING_HEAT @ rings / RING_HEAT.sum()
    gauge = p - ATMOSPHERE
    volume = VOLUME * (1 + BETA * gauge + 3 * EXPANSION * (steel - 20) + strains.sum())
    # Density and head hang on each other, weakly: pressure enters the specific volume through the head.
    rho = 1 / gibbs(s.mean(), t.mean(), p)["p"]
    for _ in range(3):
        head = -rho * G * ABOVE
        g = gibbs(s, t, p + head)
        v = g["p"]
        rho = (1 / v).mean()
    kelvin = t + ZERO
    mass = volume / LAYERS / v
    h = g["g"] - kelvin * g["t"] + G * ABOVE
    h_t, h_s, h_p = -kelvin * g["tt"], g["s"] - kelvin * g["st"], v - kelvin * g["tp"]

    excess = p + head[-1] - 0.5 * rho * G * THICKNESS - ATMOSPHERE
    piston = stroke(oil - excess - ATMOSPHERE)
    inward, outward = crossing(commands, drive, piston, reservoir, excess, 1 / v[-1])
    arriving = gibbs(RESERVOIR_S, HALL, p + head[-1])
    h_in = arriving["g"] - (HALL + ZERO) * arriving["t"] + G * ABOVE[-1]
    film_share = 0.2 + 0.8 * (commands["rpm"] / RPM) ** 0.7
    film = 1 / (1 / (FILM * film_share * np.pi * DIAMETER * LENGTH) + BORE) / LAYERS
    heat = film * (rings[0] - t) + STIRRER * (commands["rpm"] / RPM) ** 3 / LAYERS
    heat[-1] += LID * (HALL - t[-1])

    power, integral_rate = regulator(commands, jacket, integral)
    flow = np.append(LINKS * (rings[:-1] - rings[1:]), OUTER * (rings[-1] - jacket))
    ring_rate = np.append(film * (t - rings[0]).sum(), flow[:-1]) - flow
    ring_rate = ring_rate / RING_HEAT
    jacket_rate = (power + flow[-1] - JACKET_LOSS * (jacket - HALL)) / JACKET_HEAT
    strain_rate = (CREEP * BETA * gauge - strains) / TIMES
    swollen = VOLUME * (3 * EXPANSION * (RING_HEAT @ ring_rate) / RING_HEAT.sum() + strain_rate.sum())

    swapped = exchange(v, p, g, s, t, rho, commands["rpm"], head)
    still = (t[:-1] - t[1:]) * CONDUCTIVITY * AREA / THICKNESS

    def linear(rising):
        """The system for (dT/dt, dp/dt, rising) with upstream weights of a known direction."""
        size = np.hypot(rising, REVERSAL)
        up, down = 0.5 * (1 + rising / size), 0.5 * (1 - rising / size)
        extra = 0.5 * (size - rising**2 / size) + swapped
        count = 2 * LAYERS
        matrix, right = np.zeros((count, count)), np.zeros(count)
        s_up, h_up = up * s[:-1] + down * s[1:], up * h[:-1] + down * h[1:]
        # Salt without the part that hangs on the through-flow, and that part.
        salt, salt_by = np.zeros(LAYERS), np.zeros((LAYERS, LAYERS - 1))
        for k in range(LAYERS - 1):
            through = extra[k] * (s[k] - s[k + 1])
            salt[k] -= through / mass[k]
            salt[k + 1] += through / mass[k + 1]
            salt_by[k, k] -= (s_up[k] - s[k]) / mass[k]
            salt_by[k + 1, k] += (s_up[k] - s[k + 1]) / mass[k + 1]
        salt[-1] += inward * (RESERVOIR_S - s[-1]) / mass[-1]
        net = np.zeros(LAYERS)
        net[-1] = inward - outward
        # d(rho)/dt = net/V - rho dV/dt/V moves the head.
        head_by = -G * ABOVE / volume
        for i in range(LAYERS):
            grows = mass[i] / v[i]
            head_rate = head_by[i] * (net.sum() - rho * swollen)
            head_rate_by = -head_by[i] * rho * VOLUME * BETA
            # Mass: dV_i/v - M dv/v = what arrives.
            matrix[i, i] = -grows * g["tp"][i]
            matrix[i, LAYERS] = VOLUME * BETA / LAYERS / v[i] - grows * g["pp"][i] * (1 + head_rate_by)
            right[i] = net[i] - swollen / LAYERS / v[i] + grows * (g["sp"][i] * salt[i] + g["pp"][i] * head_rate)
            # Energy: M dh = sum h_in - h M' + Q + V_i dp.
            row = LAYERS + i
            matrix[row, i] = mass[i] * h_t[i]
            matrix[row, LAYERS] = (mass[i] * h_p[i] - volume / LAYERS) * (1 + head_rate_by)
            right[row] = heat[i] - mass[i] * h_s[i] * salt[i] - (mass[i] * h_p[i] - volume / LAYERS) * head_rate
            for k in (i - 1, i):
                if 0 <= k < LAYERS - 1:
                    sign = 1 if k == i - 1 else -1
                    column = LAYERS + 1 + k
                    matrix[i, column] = -sign - grows * g["sp"][i] * salt_by[i, k]
                    matrix[row, column] = -sign * (h_up[k] - h[i]) + mass[i] * h_s[i] * salt_by[i, k]
                    right[row] += sign * (extra[k] * (h[k] - h[k + 1]) + still[k])
        right[-1] += inward * (h_in - h[-1])
        solved = np.linalg.solve(matrix, right)
        moving = solved[LAYERS + 1 :]
        return solved, salt + salt_by @ moving, moving

    rising = np.zeros(LAYERS - 1)
    for _ in range(50):
        solved, s_rate, found = linear(rising)
        if np.all(np.abs(found - rising) <= 1e-15 + 1e-13 * np.abs(found)):
            break
        rising = found
    pressure_rate = solved[LAYERS] * 1e-6
    return np.concatenate(
        [solved[:LAYERS], s_rate, [pressure_rate], ring_rate, [jacket_rate, integral_rate * 1e-3], strain_rate * 1e6, [-inward, (drive - piston) / OIL * 1e-6]]
    )


def begin():
    """Vented: the lid at one atmosphere, the head by the density there."""
    s = SALINITY * UNIT
    p = ATMOSPHERE + 0.5 * G * LENGTH / gibbs(s, 20.0, ATMOSPHERE)["p"]
    reservoir = RESERVOIR_L / 1000 * RESERVOIR_DENSITY
    return np.concatenate(
        [np.full(LAYERS, 20.0), np.full(LAYERS, s), [p * 1e-6], np.full(RINGS, 18.0), [18.0, 0.0], np.zeros(6), [reservoir, ATMOSPHERE * 1e-6]]
    )


def solve(method, tolerance, every=60.0, **options):
    y, start, drive, rows = begin(), 0.0, 0.0, []
    for end, commands in SCHEDULE:
        at = np.arange(start + every, end + 1e-9, every)
        scale = np.full(y.size, 1.0)
        scale[LAYERS : 2 * LAYERS] = 0.03
        found = solve_ivp(
            rates, (start, end), y, method, at, rtol=tolerance, atol=tolerance * scale, first_step=1e-4,
            args=(commands, drive, start), **options,
        )
        assert found.success, found.message
        rows += [[time, *state] for time, state in zip(found.t, found.y.T)]
        drive = commands["pump"] + (drive - commands["pump"]) * np.exp(-(end - start) / LAG)
        y, start = found.y[:, -1], end
    return np.array(rows)


if __name__ == "__main__":
    radau = solve("Radau", 1e-9)
    bdf = solve("BDF", 1e-8)
    names = ["t"] + [f"celsius_{k}" for k in range(LAYERS)] + [f"salt_{k}" for k in range(LAYERS)] + ["mpa", "bore", "jacket"]
    columns = [*range(2 * LAYERS + 2), 2 * LAYERS + 2, 2 * LAYERS + 2 + RINGS]
    apart = np.abs(radau - bdf)[:, columns].max(axis=0)
    print(dict(zip(names, apart)))
    figures.write(
        "chamber-bdf.csv",
        [
            "The chamber of docs/physics/chamber.md on one schedule of pump, release, stirrer and jacket, in four layers: "
            "temperature (degC) and mass fraction of salt of each layer from the floor up, pressure at half height (MPa "
            "absolute), innermost node of the wall and jacket (degC), at t seconds.",
            "By scipy 1.17.1 (Radau, relative tolerance 1e-9) on the equations in temperature and pressure; water by GSW-Python "
            "3.6.23. scipy's BDF (1e-8) is apart by at most " + f"{apart[1:5].max():.0e} K and {apart[9]:.0e} MPa.",
            "Made by tests/reference/chamber_bdf.py.",
            *figures.GSW_COPYRIGHT,
        ],
        names,
        [[row[k] for k in columns] for row in radau],
    )
