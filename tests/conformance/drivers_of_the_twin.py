"""Public drivers, unchanged, on the served instruments of a laboratory.

Usage: drivers_of_the_twin.py HADAL RIG, with minimalmodbus, PyMeasure, PyVISA, PyVISA-py, pymensor and seabird_ctd installed, and
mbpoll if it can be had. The rig gets a milliK for its bridge, its PLC on a serial line, a bath and pressure controllers.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

# pymensor asks for PyVISA by the name that it had until version 1.12, and for its default library.
os.environ["PYVISA_LIBRARY"] = "@py"
import pyvisa

sys.modules["visa"] = pyvisa

import minimalmodbus
import seabird_ctd
from pymeasure.instruments.fluke import Fluke7341
from pymensor.gpib import PressureController
from served import check, served

ADDED = [
    ("ppch", "dhi/ppch", 9600),
    ("cpc", "mensor/cpc8000", 57600),
    ("bath", "fluke/hart-bath", 2400),
    ("spare", "fluke/1595a", 9600),
]


def laboratory(rig, folder):
    """The rig's text with more instruments, in a file of its own."""
    text = rig.read_text()
    for old, new in [
        ('scenario = "', f'scenario = "{rig.parent}/'),
        ("fluke/1595a", "isotech/millik"),
        ('"hadal/plant-plc"', '"hadal/plant-plc-rtu"'),
        ("baud = 100000000", "baud = 19200"),
    ]:
        assert old in text, old
        text = text.replace(old, new)
    tables = "".join(
        f'[[instrument]]\nname = "{name}"\nmodel = "{model}"\nendpoint = {{ kind = "twin", baud = {baud} }}\n'
        "poll_period_s = 5.0\nreply_timeout_s = 4.0\n\n"
        for name, model, baud in ADDED
    )
    path = pathlib.Path(folder) / "laboratory.toml"
    path.write_text(text.replace("[[instrument]]", tables + "[[instrument]]", 1))
    return path


def modbus_poll(port):
    """mbpoll, a C program on libmodbus."""
    if shutil.which("mbpoll") is None:
        print("    mbpoll cannot be had here: skipped")
        return
    line = ["mbpoll", "-m", "rtu", "-a", "1", "-b", "19200", "-P", "none", "-0", "-1"]
    block = subprocess.run([*line, "-r", "0", "-c", "20", port], capture_output=True, text=True)
    print(block.stdout)
    registers = dict(re.findall(r"^\[(\d+)\]:\s+(-?\d+)", block.stdout, re.MULTILINE))
    check("mbpoll reads the status block", len(registers) == 20 and registers["0"] == "1")
    part = subprocess.run([*line, "-r", "0", "-c", "3", port], capture_output=True, text=True)
    check("and is refused a part of it", "Illegal data address" in part.stdout + part.stderr)


def minimal_modbus(port):
    plc = minimalmodbus.Instrument(port, 1)
    plc.serial.baudrate, plc.serial.timeout = 19200, 1
    registers = plc.read_registers(0, 20)
    print("    registers", registers)
    check("minimalmodbus reads the status block", registers[0] == 1)
    time.sleep(1.1)
    check("the heartbeat goes on", plc.read_registers(0, 20)[1] != registers[1])
    plc.write_registers(100, [1, 7] + [0] * 18)
    check("a command block is taken", plc.read_registers(0, 20)[4] == 7)
    try:
        plc.write_registers(100, [7, 8] + [0] * 18)
        check("another version of the map is refused", False)
    except minimalmodbus.IllegalRequestError as refused:
        check(f"another version of the map is refused: {refused}", True)
    plc.address = 9
    try:
        plc.read_registers(0, 20)
        check("another unit does not answer", False)
    except minimalmodbus.NoResponseError:
        check("another unit does not answer", True)
    plc.serial.close()


def bath(port):
    resource = pyvisa.ResourceManager().open_resource(f"ASRL{port}::INSTR", baud_rate=2400)
    # The driver reads answers alone: a bath for it is set to half duplex, as at its front panel.
    resource.write("du=h\r", termination="")
    time.sleep(0.5)
    resource.close()
    driver = Fluke7341(f"ASRL{port}::INSTR", visa_library="@py")
    driver.adapter.flush_read_buffer()
    check(f"Fluke7341 knows its bath: {driver.id}", driver.id == "Fluke,7341,NA,1.00")
    check(f"it measures {driver.temperature} °C", 10.0 < driver.temperature < 30.0)
    driver.set_point = 12.5
    check("the set point is taken", driver.set_point == 12.5)
    driver.adapter.close()


def visa(port, baud, write_termination):
    resource = pyvisa.ResourceManager().open_resource(f"ASRL{port}::INSTR", baud_rate=baud)
    resource.write_termination, resource.read_termination, resource.timeout = write_termination, "\r\n", 5000
    return resource


def super_thermometer(port):
    bridge = visa(port, 9600, "\r")
    check("PyVISA asks who is there", "1595A" in bridge.query("*IDN?"))
    time.sleep(2)
    check("STAT:OPER?", bridge.query("STAT:OPER?") == "16")
    check("FETC?", re.fullmatch(r"\d+\.\d{6}", bridge.query("FETC?")) is not None)
    bridge.close()


def ppch(port):
    controller = visa(port, 9600, "\r\n")
    check("PyVISA asks who is there", controller.query("VER").startswith("DH INSTRUMENTS"))
    check("PRR?", re.match(r"R,\d+\.\d{4} MPa a,-?\d+\.\d{3} MPa/s, ", controller.query("PRR?")) is not None)
    check("PS", controller.query("PS 1") == "1.000 MPa a")
    check("a target out of range", controller.query("PS 900") == "ERR# 6")
    controller.close()


def cpc8000(port):
    driver = PressureController(f"ASRL{port}::INSTR")
    driver.instrument.baud_rate = 57600
    driver.set_active_channel("A")
    driver.set_unit(14)
    driver.setpoint(100)
    driver.set_mode("control")
    check("pymensor waits for stability", driver.is_stable() is False)
    reading = driver.read_pressure(units=True)
    check(f"it reads {reading!r}", re.fullmatch(r"\d+\.\d+,bar", reading) is not None)
    driver.set_mode("vent")
    driver.instrument.close()


def microcat(port):
    ctd = seabird_ctd.CTD(port, baud=9600, timeout=2)
    check(f"seabird_ctd knows its instrument: {ctd.model} {ctd.serial_number}", (ctd.model, ctd.serial_number) == ("SBE37SM-RS232", "90001"))
    check(f"battery {ctd.battery_voltage} V, sample {ctd.sample_number}", ctd.is_sampling is False and ctd.sample_number == "0")
    sample = ctd.take_sample()
    print("   ", sample)
    check("it takes a sample", re.match(r"\d+, \d+\.\d{3}, \d+, ", sample[1]) is not None)
    ctd.close()


def main(hadal, rig):
    rig = pathlib.Path(rig).resolve()
    with tempfile.TemporaryDirectory() as folder, served(hadal, laboratory(rig, folder)) as at:
        for protocol, talk in [
            ("hadal/plant-plc-rtu", modbus_poll),
            ("hadal/plant-plc-rtu", minimal_modbus),
            ("fluke/hart-bath", bath),
            ("fluke/1595a", super_thermometer),
            ("dhi/ppch", ppch),
            ("mensor/cpc8000", cpc8000),
            ("sea-bird/sbe-37", microcat),
        ]:
            print(f"{talk.__name__}: {protocol} at {at[protocol]}")
            talk(at[protocol])


main(*sys.argv[1:])
