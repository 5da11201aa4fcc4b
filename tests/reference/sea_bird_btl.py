"""What python-ctd makes of published bottle summaries: `<file>.read.csv` beside each.

    python sea_bird_btl.py FOLDER

FOLDER holds the files that `sea-bird/README.md` lists.
One line for each row of the file, in its order; a blank cell is -9999. The numbers of the columns are their order.
"""

import pathlib
import sys

import ctd


def main(folder):
    for path in sorted(folder.glob("*.btl")):
        frame = ctd.from_btl(path)
        names = [name for name in frame.columns if name not in ("Bottle", "Bottle_", "Date", "Statistic")]
        with open(f"{path}.read.csv", "w", encoding="ascii", newline="\n") as file:
            file.write(f"# python-ctd 1.5.0 read {path.name}\n")
            file.write(",".join(["bottle"] + [str(place) for place in range(len(names))]) + "\n")
            for _, row in frame.iterrows():
                values = [float(row["Bottle"])] + [float(row[name]) for name in names]
                file.write(",".join("-9999" if value != value else repr(value) for value in values) + "\n")
        print(path.name, frame.shape)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
