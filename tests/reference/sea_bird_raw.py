"""What the maker's own reader (seabirdscientific) makes of published raw and converted files.

    python sea_bird_raw.py FOLDER

FOLDER holds the files that `sea-bird/README.md` lists.
Writes `<file>.raw.csv` beside each `.hex` and `<file>.read.csv` beside each `.cnv`: one column for each measurand,
every number with all its digits. Times are seconds since 2000 (`system time`: since 1970).
"""

import os
import pathlib
import sys
import time
import warnings

os.environ["TZ"] = "UTC"  # the reader of SeaCAT times uses the local time zone
time.tzset()

import numpy as np
import pandas as pd
import seabirdscientific.instrument_data as sb

S = sb.Sensors
VOLTS = [S.ExtVolt0, S.ExtVolt1, S.ExtVolt2, S.ExtVolt3, S.ExtVolt4, S.ExtVolt5, S.ExtVolt6, S.ExtVolt7]
CTD = [S.Temperature, S.Conductivity, S.Pressure]
PAIRS = [S.SecondaryTemperature, S.SecondaryConductivity]
NMEA = [S.nmeaLatitude, S.nmeaLongitude, S.statusAndSign, S.nmeaTime]
RAW = {
    "911plus_trim.hex": (sb.InstrumentType.SBE911Plus, CTD + PAIRS + VOLTS + [S.SPAR, S.nmeaLocation, S.SystemTime]),
    "g01mcan06c.hex": (sb.InstrumentType.SBE911Plus, CTD + PAIRS + VOLTS + [S.SPAR, S.nmeaLocation]),
    "16plus_digiquartz.hex": (sb.InstrumentType.SBE16Plus, [S.Temperature, S.Conductivity, S.DigiquartzPressure]),
    "SBE16plus_V2.hex": (sb.InstrumentType.SBE16Plus, CTD + VOLTS[:2] + [S.WETLABS]),
    "19plus_V2_trim.hex": (sb.InstrumentType.SBE19Plus, CTD + VOLTS[:3] + [VOLTS[4]]),
    "19plus_V2_CTD_nmea_data.hex": (sb.InstrumentType.SBE19Plus, CTD + VOLTS[:2] + NMEA),
    "SBE19plus_01908106_2023_06_19_0001.hex": (sb.InstrumentType.SBE19Plus, CTD + VOLTS[:2]),
    "SBE37SM-RS232_03716125_2017_11_16.hex": (sb.InstrumentType.SBE37SM, CTD),
    "HydroCAT-ODO.hex": (sb.InstrumentType.HydroCATODO, CTD + [S.SBE63]),
    "SBE39plus.hex": (sb.InstrumentType.SBE39Plus, CTD),
}


def seconds(column):
    """Dates as seconds, numbers as they are."""
    if column.dtype.kind == "f":
        return column
    epoch = pd.Timestamp("1970-01-01" if column.name == "system time" else "2000-01-01")
    return column.map(lambda when: (pd.Timestamp(when) - epoch).total_seconds())


def write(dataset, path):
    """All columns with every digit."""
    columns = {name: seconds(pd.Series(np.asarray(dataset[name].values), name=name)) for name in dataset.data_vars}
    names = list(columns)
    with open(path, "w", encoding="ascii", newline="\n") as file:
        file.write(f"# seabirdscientific 3.1.1 read {path.name.rsplit('.', 2)[0]}\n")
        file.write(",".join(names) + "\n")
        for row in zip(*columns.values()):
            file.write(",".join(repr(float(value)) for value in row) + "\n")
    print(path.name, len(names), "columns")


def main(folder):
    warnings.simplefilter("ignore")
    for name, (instrument, sensors) in RAW.items():
        write(sb.read_hex_file(folder / name, instrument, sensors), folder / f"{name}.raw.csv")
    for path in sorted(folder.glob("*.cnv")):
        write(sb.read_cnv_file(path, "seasoft"), folder / f"{path.name}.read.csv")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
