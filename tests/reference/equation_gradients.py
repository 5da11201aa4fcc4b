"""Value and derivatives of every equation of the catalog in 60 digits, straight from its formula.

    scratch/bin/python tests/reference/equation_gradients.py     (environment: requirements.txt)

The formulas are read from models/equation/catalog at run time and evaluated by mpmath; every derivative, by coefficient and
by input, is a central difference over 1e-20 of the number, whose own error is about 1e-38 of it. Points: both ends and the
middle of every input's range, and 110 MPa. Coefficients are those of an ordinary sensor, each a little off; one that is zero
becomes large enough to move the value by a thousandth.
"""

import ast
import tomllib

import figures
from mpmath import mp, mpf

mp.dps = 60
CATALOG = figures.FOLDER.parents[1] / "models" / "equation" / "catalog"
FUNCTIONS = {"ln": mp.log, "log10": mp.log10, "exp": mp.exp, "sqrt": mp.sqrt}
STEP = mpf(10) ** -20
# The gauge of an SBE 37-SM, serial 6385, as published with seabirdscientific (MIT licence): typical coefficients of a strain
# gauge leave its thermometer out.
GAUGE = [-6.838232e1, 5.19557e-2, -6.698329e-7, 5.245366e5, 4.770952, -9.340451e-2, 2.604163e1, -1.675e-3, 0.0]
GAUGE += [6.601377e-1, 9.632977e-3, -1.658055e-10, 0.0]
# Where the ocean is deepest.
DEEP = {"dbar": 11_000.0, "degree_Celsius": 2.0}


class Exact(ast.NodeTransformer):
    """Decimals of a formula are doubles, as the program reads them."""

    def visit_Constant(self, node):
        return ast.Call(ast.Name("mpf", ast.Load()), [ast.Constant(float(node.value))], [])


def prepared(formula):
    # A minus sign binds less than a power in both languages.
    tree = ast.fix_missing_locations(Exact().visit(ast.parse(formula.replace("^", "**"), mode="eval")))
    return compile(tree, formula, "eval")


class Equation:
    def __init__(self, path):
        text = tomllib.loads(path.read_text(encoding="utf-8"))
        self.id, self.inputs, self.coefficients = text["id"], text["input"], text["coefficient"]
        self.quantity = text["quantity"]
        self.steps = [(step["name"], prepared(step["formula"])) for step in text.get("step", [])]
        self.formula = prepared(text["formula"])

    def value(self, names):
        known = FUNCTIONS | {"mpf": mpf} | names
        for name, step in self.steps:
            known[name] = eval(step, {"__builtins__": {}}, known)
        return eval(self.formula, {"__builtins__": {}}, known)

    def derivative(self, names, name):
        step = STEP * abs(names[name]) or mpf(10) ** -25
        above, below = names | {name: names[name] + step}, names | {name: names[name] - step}
        return (self.value(above) - self.value(below)) / (2 * step)

    def to_110_mpa(self, coefficients, inputs):
        """Moves the raw output of a pressure sensor to where it gives 110 MPa, be it beyond its range."""
        raw = self.inputs[0]["name"]

        def short(at):
            return self.value(coefficients | inputs | {raw: at}) - 110

        inputs[raw] = mpf(float(f"{float(mp.findroot(short, inputs[raw], tol=1e-20)):.9g}"))

    def points(self):
        for place, share in [("low", 0.0), ("middle", 0.5), ("high", 1.0), ("deep", 0.9)]:
            inputs = {}
            for one in self.inputs:
                low, high = one["range"]
                at = low + share * (high - low)
                if place == "deep":
                    at = DEEP.get(one["unit"], 34.7 if "salinity" in one["name"] else at)
                    at += 10.1325 if one["name"].endswith("absolute") else 0.0
                inputs[one["name"]] = mpf(at)
            yield place, inputs

    def moves(self, made, name):
        """How much of the value one of a coefficient is, where that is most."""
        slopes = [(self.derivative(made | at, name), self.value(made | at)) for _, at in self.points()]
        return max(abs(slope) / (1 + abs(value)) for slope, value in slopes)

    def ordinary(self):
        """Coefficients a little off the typical ones."""
        typical = [one["typical"] for one in self.coefficients]
        if self.id == "sea-bird/sbe-37-pressure":
            typical = GAUGE
        names = [one["name"] for one in self.coefficients]
        made = {
            name: mpf(float(f"{at * (1.0 + 1e-3 * (-1) ** index):.9g}"))
            for index, (name, at) in enumerate(zip(names, typical))
        }
        zeros = [name for name, at in zip(names, typical) if at == 0.0]
        while zeros:
            # One that acts through another moves nothing until that one is no longer zero.
            name = next(name for name in zeros if self.moves(made, name))
            made[name] = mpf(float(f"{1e-3 / self.moves(made, name):.3g}"))
            zeros.remove(name)
        return made


def main():
    rows = []
    for path in sorted(CATALOG.glob("*.toml")):
        equation = Equation(path)
        coefficients = equation.ordinary()
        for place, inputs in equation.points():
            if equation.quantity == "pressure" and place == "deep":
                equation.to_110_mpa(coefficients, inputs)
            names = coefficients | inputs
            rows.append([equation.id, place, "value", "", "", float(equation.value(names))])
            for kind, group in [("coefficient", coefficients), ("input", inputs)]:
                for name, at in group.items():
                    rows.append([equation.id, place, kind, name, float(at), float(equation.derivative(names, name))])
    note = (
        "Value of every equation and its derivatives by coefficients and inputs (`at` is the number each has), in 60"
        " digits by mpmath, straight from the formulas of models/equation/catalog; made by"
        " tests/reference/equation_gradients.py."
    )
    figures.write("equation-gradients.csv", [note], ["equation", "point", "kind", "name", "at", "figure"], rows)


if __name__ == "__main__":
    main()
