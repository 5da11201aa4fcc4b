//! Dialogues with the plant's PLC, over TCP and over a serial line, and with the operator (docs/plant-plc.md, docs/operator-wire.md).
//!
//! Serial requests and the checks of the shorter answers were made with pymodbus 3.16.1 (`FramerRTU.compute_CRC`).

use super::dialogue::{Dialogue, Far, Notation, ask, hear, tell};
use super::world::SEED;

pub fn dialogues() -> Vec<Dialogue> {
    vec![plc_over_tcp(), plc_on_a_serial_line(), operator()]
}

/// Run, 20 °C, 120 rpm, vent at 6 MPa/min, guard at 50 MPa.
const RUN: &str = "00 05 00 00 00 2f 01 10 00 64 00 14 28 00 01 00 01 00 01 00 00 00 00 00 00 00 00 00 00 41 a0 00 00 42 f0 00 00 \
    00 00 00 00 00 00 00 00 40 c0 00 00 42 48 00 00";
/// Version 7 of the map, and mode 9.
const OTHER_VERSION: &str = "00 06 00 00 00 2f 01 10 00 64 00 14 28 00 07 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";
const OTHER_MODE: &str = "00 07 00 00 00 2f 01 10 00 64 00 14 28 00 01 00 02 00 09 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00";

/// A status block with this state, and perhaps the words behind it.
fn status(state: &str) -> String {
    let rest = 36 - state.split(' ').count();
    format!("28 00 01 [0-9a-f]{{2}} [0-9a-f]{{2}} {state}( [0-9a-f]{{2}}){{{rest}}}")
}

fn plc_over_tcp() -> Dialogue {
    let answer =
        |transaction: &str, state: &str| format!("{transaction} 00 00 00 2b 01 03 {}", status(state));
    Dialogue {
        name: "PLC over Modbus TCP",
        far: Far::Instrument("hadal/plant-plc"),
        baud: 100_000_000,
        pace: 5.0,
        notation: Notation::Hexadecimal,
        steps: vec![
            ask("12 34 00 00 00 06 01 03 00 00 00 14", &answer("12 34", "00 00")),
            // Refusals: a part of the block, a foreign register, foreign functions.
            ask("00 01 00 00 00 06 01 03 00 00 00 03", "00 01 00 00 00 03 01 83 02"),
            ask("00 02 00 00 00 06 01 03 00 6b 00 03", "00 02 00 00 00 03 01 83 02"),
            ask("00 03 00 00 00 06 01 01 00 00 00 01", "00 03 00 00 00 03 01 81 01"),
            ask("00 04 00 00 00 05 01 2b 0e 01 00", "00 04 00 00 00 03 01 ab 01"),
            ask(OTHER_VERSION, "00 06 00 00 00 03 01 90 03"),
            ask(OTHER_MODE, "00 07 00 00 00 03 01 90 03"),
            // Another unit is not answered.
            tell("00 08 00 00 00 06 09 03 00 00 00 14"),
            // In pieces; two at once; behind junk.
            tell("00 09 00 00 00"),
            tell("06 01 03 00"),
            ask("00 00 14", &answer("00 09", "00 00")),
            ask(
                "00 0a 00 00 00 06 01 03 00 00 00 14 00 0b 00 00 00 06 01 03 00 00 00 03",
                &format!("{} 00 0b 00 00 00 03 01 83 02", answer("00 0a", "00 00")),
            ),
            ask("ff fe fd fc 00 0c 00 00 00 06 01 03 00 00 00 14", &answer("00 0c", "00 00")),
            // Run; without a new heartbeat the watchdog makes it safe after ten seconds.
            ask(RUN, "00 05 00 00 00 06 01 10 00 64 00 14"),
            ask("00 0d 00 00 00 06 01 03 00 00 00 14", &answer("00 0d", "00 01")),
            ask("00 0e 00 00 00 06 01 03 00 00 00 14", &answer("00 0e", "00 03 00 04 00 01")).after(12.0),
        ],
    }
}

fn plc_on_a_serial_line() -> Dialogue {
    let answer = |state: &str| format!("01 03 {}( [0-9a-f]{{2}}){{2}}", status(state));
    Dialogue {
        name: "PLC over Modbus RTU",
        far: Far::Instrument("hadal/plant-plc-rtu"),
        baud: 19_200,
        pace: 5.0,
        notation: Notation::Hexadecimal,
        steps: vec![
            ask("01 03 00 00 00 14 45 c5", &answer("00 00")),
            ask("01 03 00 00 00 03 05 cb", "01 83 02 c0 f1"),
            ask("01 01 00 00 00 01 fd ca", "01 81 01 81 90"),
            ask(
                "01 10 00 64 00 14 28 00 07 00 02 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
                 00 00 00 00 00 00 00 00 00 00 00 00 00 bc f6",
                "01 90 03 0c 01",
            ),
            // Another unit is not answered, and neither is a frame whose check is wrong.
            tell("09 03 00 00 00 14 44 8d"),
            tell("01 03 00 00 00 14 45 c6"),
            // A silence ends a frame: its second half is none, and the next whole one is answered.
            tell("01 03 00 00"),
            tell("00 14 45 c5"),
            ask("01 03 00 00 00 14 45 c5", &answer("00 00")),
            // Two at once, and one behind noise.
            ask(
                "01 03 00 00 00 14 45 c5 01 03 00 00 00 03 05 cb",
                &format!("{} 01 83 02 c0 f1", answer("00 00")),
            )
            .pauses(0.0..=100.0),
            ask("00 ff 37 01 03 00 00 00 14 45 c5", &answer("00 00")),
            // Run; a broadcast is obeyed without an answer.
            ask(
                "01 10 00 64 00 14 28 00 01 00 01 00 01 00 00 00 00 00 00 00 00 00 00 41 a0 00 00 42 f0 00 00 00 00 00 00 00 00 00 00 \
                 40 c0 00 00 42 48 00 00 4b b9",
                "01 10 00 64 00 14 81 d9",
            ),
            ask("01 03 00 00 00 14 45 c5", &answer("00 01")),
            tell(
                "00 10 00 64 00 14 28 00 01 00 03 00 00 00 00 00 00 00 00 00 00 00 00 41 a0 00 00 00 00 00 00 00 00 00 00 00 00 00 00 \
                 40 c0 00 00 42 48 00 00 35 8d",
            ),
            ask("01 03 00 00 00 14 45 c5", &answer("00 00 00 00 00 03")),
        ],
    }
}

fn operator() -> Dialogue {
    const MINUTE_MS: f64 = 60_000.0;
    Dialogue {
        name: "operator",
        far: Far::Instrument("hadal/operator"),
        baud: 9_600,
        pace: 600.0,
        notation: Notation::Text,
        steps: vec![
            ask("? 0 RUN 3f0c\r\n", &format!(": 0 TWIN {SEED}\r\n")),
            // A bottle is drawn in a minute or so, and measured a good while later.
            ask("? 12 BOTTLE chamber before-leg 3\r\n", ": 12 DRAWN\r\n").begins(MINUTE_MS..=2.0 * MINUTE_MS),
            hear(r"! 12 3\d\.\d{4}\r\n").begins(5.0 * MINUTE_MS..=60.0 * MINUTE_MS),
            ask("? 13 FILL 35.0000\r\n", r"! 13 3\d\.\d{4}\r\n").begins(5.0 * MINUTE_MS..=60.0 * MINUTE_MS),
            // What is no question is nobody's; a question may come in pieces, and two at once.
            tell("BREW COFFEE\r\n"),
            tell("\u{80}\u{0}\r\n"),
            tell("? 17 OP"),
            ask("EN\r\n", r"! 17 10\d\d\.\d{4}\r\n").begins(MINUTE_MS..=60.0 * MINUTE_MS),
            ask("? 18 CLOSE\r\n? 99 WELL 99\r\n", "X 99 there is no such thermometer[^\n]*\n: 18 DONE\r\n")
                .begins(MINUTE_MS..=60.0 * MINUTE_MS)
                .pauses(MINUTE_MS..=60.0 * MINUTE_MS),
            ask("? 19 STANDARD-SEAWATER P1\r\n", "X 19 there is no bottle of batch P1\r\n")
                .begins(0.0..=2.0 * MINUTE_MS),
        ],
    }
}
