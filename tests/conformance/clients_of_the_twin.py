"""Third-party clients on a served twin: pymodbus on the PLC, pyserial on the instruments' terminals.

Usage: clients_of_the_twin.py HADAL RIG, with pymodbus and pyserial installed. Starts `HADAL twin RIG`, prints a transcript,
stops the twin, and ends with a failure where an answer is not what the instrument's page says.
"""

import re
import struct
import sys
import time

import serial
from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from served import check, served


def single(registers):
    """An IEEE 754 single in two registers, high word first (docs/plant-plc.md)."""
    return struct.unpack(">f", struct.pack(">HH", *registers))[0]


def words(value):
    return list(struct.unpack(">HH", struct.pack(">f", value)))


def plc(address):
    host, port = address.rsplit(":", 1)
    client = ModbusTcpClient(host, port=int(port), timeout=3)
    check("pymodbus connects", client.connect())
    first = client.read_holding_registers(0, count=20, device_id=1).registers
    print("    status", first)
    check("map version 1", first[0] == 1)
    check("pressure near one atmosphere", 0.05 < single(first[6:8]) < 0.15)
    time.sleep(2.1)
    check("the heartbeat goes on", client.read_holding_registers(0, count=20, device_id=1).registers[1] != first[1])
    part = client.read_holding_registers(0, count=3, device_id=1)
    check("a part of a block: exception 02", part.isError() and part.exception_code == 2)
    coils = client.read_coils(0, count=1, device_id=1)
    check("another function: exception 01", coils.isError() and coils.exception_code == 1)
    # Run, 100 mL/min of pump, stirred; vent at 6 MPa/min, guard at 50 MPa.
    for beat in range(1, 16):
        block = [1, beat, 1, 0]
        for value in (100.0, 0.0, 20.0, 120.0, 0.0, 0.0, 6.0, 50.0):
            block += words(value)
        check(f"command block {beat} is taken", not client.write_registers(100, block, device_id=1).isError()) if beat == 1 else client.write_registers(100, block, device_id=1)
        time.sleep(1)
    run = client.read_holding_registers(0, count=20, device_id=1).registers
    print("    status", run)
    check("it runs, and the last command was taken", run[2] == 1 and run[4] == 15)
    check("the pump has raised the pressure", single(run[6:8]) > single(first[6:8]) + 0.2)
    bad = client.write_registers(100, [7] + [0] * 19, device_id=1)
    check("another version of the map: exception 03", bad.isError() and bad.exception_code == 3)
    try:
        foreign = client.read_holding_registers(0, count=20, device_id=9)
        check("another unit is not answered", foreign.isError())
    except ModbusException:
        check("another unit is not answered", True)
    client.close()


def ask(line, request, wait=0.6):
    line.reset_input_buffer()
    line.write(request)
    line.flush()
    time.sleep(wait)
    reply = line.read(4096)
    print("    >", request, "<", reply)
    return reply


def transducer(port):
    with serial.Serial(port, 9600, timeout=0.3) as line:
        check("*0100P3 gives psi", re.fullmatch(rb"\*0001\d+\.\d{5}\r\n", ask(line, b"*0100P3\r\n")) is not None)
        check("*0100Q3 gives degrees", re.fullmatch(rb"\*0001\d\d\.\d{5}\r\n", ask(line, b"*0100Q3\r\n")) is not None)
        check("another address is silent", ask(line, b"*0200P3\r\n") == b"")
    with serial.Serial(port, 19200, timeout=0.3) as line:
        check("another speed is nonsense", b"*0001" not in ask(line, b"*0100P3\r\n"))


def bridge(port):
    with serial.Serial(port, 9600, timeout=0.3) as line:
        check("*IDN? names a 1595A", b"1595A" in ask(line, b"*IDN?\r"))
        time.sleep(2)
        check("FETC? gives ohms", re.fullmatch(rb"\d+\.\d{6}\r\n", ask(line, b"FETC?\r")) is not None)
        check("nonsense is an error in the queue", ask(line, b"BREW COFFEE\r") == b"")
        check("-113", ask(line, b"SYST:ERR?\r").startswith(b"-113"))


def microcat(port):
    with serial.Serial(port, 9600, timeout=0.3) as line:
        ask(line, b"\r\n", 1.5)
        check("it wakes to a prompt", b"S>" in ask(line, b"\r\n", 1.0))
        status = ask(line, b"DS\r\n", 1.5)
        check("DS shows its status", b"S>" in status and len(status) > 100)


def main(hadal, rig):
    with served(hadal, rig) as at:
        for protocol, talk in [
            ("hadal/plant-plc", plc),
            ("paroscientific/intelligent-transmitter", transducer),
            ("fluke/1595a", bridge),
            ("sea-bird/sbe-37", microcat),
        ]:
            print(f"{protocol} at {at[protocol]}")
            talk(at[protocol])


main(*sys.argv[1:])
