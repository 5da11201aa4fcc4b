"""What pyrsktools 1.3.0 reads from the invented files of rbr/: `<file>.samples.csv` and `<file>.header.csv` beside each.

    python rbr_rsk.py [FOLDER]

With a FOLDER, `<file>.samples.csv` beside each `.rsk` file of it instead. Each file is made from its SQL text in a temporary folder. Numbers are written so that every bit comes back.
"""

import math
import pathlib
import sqlite3
import sys
import tempfile

from pyrsktools import RSK

HERE = pathlib.Path(__file__).parent / "rbr"


def number(value):
    return "NaN" if value is None or math.isnan(value) else repr(float(value))


def samples(data, path):
    names = [name for name in data.dtype.names if name not in ("id", "datasetId", "scheduleId", "sampleIndex")]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("# pyrsktools 1.3.0\n" + ",".join(["time_ms"] + names[1:]) + "\n")
        for row in data:
            time_ms = int(row["timestamp"].astype("datetime64[ms]").astype("int64"))
            file.write(",".join([str(time_ms)] + [number(row[name]) for name in names[1:]]) + "\n")


def header(rsk, path):
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("# pyrsktools 1.3.0\nwhat,name,value\n")
        file.write(f"instrument,serial,{rsk.instrument.serialID}\n")
        infos = rsk.scheduleInfos if getattr(rsk, "scheduleInfos", None) else [rsk.scheduleInfo]
        for place, info in enumerate(info for info in infos if info is not None):
            file.write(f"schedule,{place},{round(info.samplingperiod() * 1000)}\n")
        for channel in rsk._reader.channels():
            file.write(f"channel,{channel.shortName},{channel._col_index}\n")
        for calibration in rsk._reader.calibrations():
            when = int(calibration.tstamp.astype("int64"))
            file.write(f"calibration,{calibration.calibrationID},{when}\n")
            for letter in "cx":
                for key, value in sorted(getattr(calibration, letter).items()):
                    file.write(f"{calibration.calibrationID},{letter}{key},{number(value)}\n")
        for region in rsk.getregionsbytypes(["CAST"]) if hasattr(rsk, "getregionsbytypes") else []:
            file.write(f"region,{region.regionType},{int(region.tstamp1.astype('int64'))}\n")


def folder_of_files(folder):
    for path in sorted(folder.glob("*.rsk")):
        with RSK(str(path), readHiddenChannels=True) as rsk:
            rsk.readdata()
            samples(rsk.data, f"{path}.samples.csv")
            print(path.name, rsk.data.shape)


def main():
    for text in sorted(HERE.glob("*.sql")):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "file.rsk"
            database = sqlite3.connect(path)
            database.executescript(text.read_text(encoding="utf-8"))
            database.close()
            with RSK(str(path), readHiddenChannels=True) as rsk:
                rsk.readdata()
                header(rsk, HERE / f"{text.stem}.header.csv")
                arrays = getattr(rsk, "dataArrays", None) or [rsk.data]
                for place, data in enumerate(data for data in arrays if data is not None):
                    name = text.stem if place == 0 else f"{text.stem}-schedule-{place + 1}"
                    samples(data, HERE / f"{name}.samples.csv")
                    print(name, data.shape)


if __name__ == "__main__":
    folder_of_files(pathlib.Path(sys.argv[1])) if sys.argv[1:] else main()
