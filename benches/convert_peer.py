"""Sea-Bird's own toolkit on the bench: reads a 19plus raw file and converts temperature, conductivity and pressure.

    python convert_peer.py cast.hex coefficients.json result.f64

Prints its version and the seconds that reading and converting took, imports aside; writes the three columns.
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy
from seabirdscientific import cal_coefficients, conversion, instrument_data


def main(raw, coefficients, result):
    told = json.loads(Path(coefficients).read_text())
    temperature = cal_coefficients.TemperatureCoefficients(**told["temperature"])
    conductivity = cal_coefficients.ConductivityCoefficients(**told["conductivity"])
    pressure = cal_coefficients.PressureCoefficients(**told["pressure"])
    kind = instrument_data.InstrumentType.SBE19Plus
    sensors = [
        instrument_data.Sensors[name]
        for name in ("Temperature", "Conductivity", "Pressure", "ExtVolt0", "ExtVolt1")
    ]
    begin = time.perf_counter()
    scans = instrument_data.read_hex_file(raw, kind, sensors)
    column = lambda name: numpy.asarray(scans[name].values, dtype=float)
    celsius = conversion.convert_temperature(column("temperature"), temperature, "ITS90", "C", use_mv_r=True)
    dbar = conversion.convert_pressure(column("pressure"), column("temperature compensation"), pressure, "dbar")
    siemens = conversion.convert_conductivity(column("conductivity"), celsius, dbar, conductivity, kind)
    seconds = time.perf_counter() - begin
    numpy.concatenate([celsius, siemens, dbar]).astype("<f8").tofile(result)
    print(version("seabirdscientific"), seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
