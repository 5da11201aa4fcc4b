//! Lines of text as makers print them.

use hadal_wire::{Decode, fluke_1595a, operator, paroscientific, sbe_37};

fn one<D: Decode + Default>(bytes: &[u8]) -> D::Message {
    let mut taken = D::default().feed(bytes);
    assert_eq!(taken.len(), 1, "{}", bytes.escape_ascii());
    taken.remove(0).unwrap()
}

/// Fluke 1594A/1595A User Manual, section 8.7.1 (printed page 70): CR or LF ends a command, letters of either case
/// count, and `FETCH?` is `FETC?`.
#[test]
fn val_fluke_1595a_commands_are_read_as_its_manual_says() {
    use fluke_1595a::{Request, RequestDecoder};
    for bytes in [&b"FETC?\r"[..], b"FETC?\n", b"FETCH?\r", b"fetc?\n"] {
        assert_eq!(one::<RequestDecoder>(bytes), Request::Fetch);
    }
    for bytes in [&b"STAT:OPER?\r"[..], b"status:operation?\n"] {
        assert_eq!(one::<RequestDecoder>(bytes), Request::OperationStatus);
    }
    assert_eq!(Request::OperationStatus.encode(), b"STAT:OPER?\r");
    assert_eq!(Request::Fetch.encode(), b"FETC?\r");
}

/// Same manual: example response `16` of `STAT:OPER?` (8.7.3.89), 0 otherwise; error −230 "Data corrupt or stale"
/// (8.7.3.60); a resistance as printed in `INP:RS:PAR "R25_01322",RES,25.001098` and in
/// `INP:PROB:TEST? "PRT_A46002",65.449411`. Derived: the error's layout, number and quoted text, is SCPI-1999's.
#[test]
fn val_fluke_1595a_replies_are_read_as_its_manual_prints_them() {
    use fluke_1595a::{DATA_CORRUPT_OR_STALE, NEW_MEASUREMENT, Reply, ReplyDecoder};
    assert_eq!(one::<ReplyDecoder>(b"16\r\n"), Reply::Register(NEW_MEASUREMENT));
    assert_eq!(one::<ReplyDecoder>(b"0\r\n"), Reply::Register(0));
    assert_eq!(one::<ReplyDecoder>(b"25.001098\r\n"), Reply::Measurement(25.001_098));
    assert_eq!(one::<ReplyDecoder>(b"65.449411\r\n"), Reply::Measurement(65.449_411));
    let stale = Reply::Error { number: DATA_CORRUPT_OR_STALE, message: "Data corrupt or stale".to_owned() };
    assert_eq!(one::<ReplyDecoder>(b"-230,\"Data corrupt or stale\"\r\n"), stale);
    assert_eq!(stale.encode(), b"-230,\"Data corrupt or stale\"\r\n");
}

/// What several public drivers of Paroscientific transmitters send and expect, byte for byte: `*0100P3`, `*0100Q3`,
/// CR LF; `*0001` and the number. The command summary of the MET3 manual (page 13-22) prints the same frame and
/// answers parameters as `*0001NH=$WI,`.
#[test]
fn val_paroscientific_frames_are_those_of_its_manual_and_drivers() {
    use paroscientific::{Command, Content, Reply, ReplyDecoder, Request, RequestDecoder, TRANSMITTER};
    let ask = |command| Request { transmitter: TRANSMITTER, command };
    assert_eq!(ask(Command::Pressure).encode(), b"*0100P3\r\n");
    assert_eq!(ask(Command::Temperature).encode(), b"*0100Q3\r\n");
    assert_eq!(one::<RequestDecoder>(b"*0100P3\r\n"), ask(Command::Pressure));
    let value = |value| Reply { transmitter: TRANSMITTER, content: Content::Value(value) };
    assert_eq!(one::<ReplyDecoder>(b"*0001100.00000\r\n"), value(100.0));
    assert_eq!(one::<ReplyDecoder>(b"*000110.000\r\n"), value(10.0));
    assert_eq!(value(100.0).encode(), b"*0001100.00000\r\n");
    let header = Content::Parameter { name: "NH".to_owned(), value: "$WI,".to_owned() };
    assert_eq!(one::<ReplyDecoder>(b"*0001NH=$WI,\r\n").content, header);
}

/// Lines from the field: two at one atmosphere from a bottom pressure recorder's file, as quoted in the head of the
/// published MATLAB loader `raw_load_ppod` (14.6190, 14.6189), and the deck check of a hydrographic surveyors' guide to
/// subsea pressure sensors (14.6959494). The number of decimals is a setting.
#[test]
fn val_paroscientific_lines_from_the_field_are_read_whatever_their_decimals() {
    use paroscientific::{Content, ReplyDecoder};
    for (bytes, psi) in [
        (&b"*000114.6190\r\n"[..], 14.619),
        (b"*000114.6189\r\n", 14.6189),
        (b"*000114.6959494\r\n", 14.695_949_4),
    ] {
        assert_eq!(one::<ReplyDecoder>(bytes).content, Content::Value(psi));
    }
}

/// SBE 37-SM RS-232 User Manual 041, page 46: the sample scan of `OutputFormat=1` (the manual shows spaces as dots).
#[test]
fn val_sbe_37_converted_scan_is_read_as_its_manual_prints_it() {
    use sbe_37::{ConvertedScan, Reply, ReplyDecoder};
    let expected = Reply::Converted(ConvertedScan {
        temperature_celsius: 24.8339,
        conductivity_s_per_m: 0.97795,
        pressure_dbar_sea: Some(-9.262),
    });
    let printed = b"24.8339,  0.97795,   -9.262, 07 Jan 2000, 04:51:39\r\n";
    assert_eq!(one::<ReplyDecoder>(printed), expected);
    assert_eq!(expected.encode("07 Jan 2000, 04:51:39"), printed);
}

/// Derived: the first three numbers are the raw scan of the SBE 49 manual 016, page 35 (`676721, 7111.133, 791745`),
/// the fourth and the date those of the SBE 39plus-IM manual 001, page 62 (`23833, 14 Jul 2016, 09:01:34`), because
/// the SBE 37-SM manual says what `TSR` does (pages 42 and 76) but prints no raw scan.
#[test]
fn val_sbe_37_raw_scan_is_read_in_the_layout_of_its_sisters() {
    use sbe_37::{RawScan, Reply, ReplyDecoder};
    let scan = RawScan {
        temperature_counts: 676_721.0,
        conductivity_hz: 7_111.133,
        pressure_counts: 791_745.0,
        pressure_temperature_counts: 23_833.0,
    };
    let derived = b"676721, 7111.133, 791745, 23833, 14 Jul 2016, 09:01:34\r\n";
    assert_eq!(one::<ReplyDecoder>(derived), Reply::Raw(scan));
    let with_a_decimal = b"676721, 7111.133, 791745, 23833.0, 14 Jul 2016, 09:01:34\r\n";
    assert_eq!(Reply::Raw(scan).encode("14 Jul 2016, 09:01:34"), with_a_decimal);
}

/// Same manual: the first line of `DS` (page 35), the prompts, and commands in either case (page 76).
#[test]
fn val_sbe_37_prompts_status_and_commands_are_those_of_its_manual() {
    use sbe_37::{Reply, ReplyDecoder, Request};
    assert_eq!(one::<ReplyDecoder>(b"S>"), Reply::Prompt);
    assert_eq!(one::<ReplyDecoder>(b"?cmd S>"), Reply::UnknownCommand);
    let status = "SBE37SM-RS232 v5.0.0 SERIAL NO. 30051 04 Aug 2017 20:55:10";
    assert_eq!(one::<ReplyDecoder>(format!("{status}\r\n").as_bytes()), Reply::Text(status.to_owned()));
    // Derived: where the public driver `seabird_ctd` 0.2.4.8 reads battery and number of samples from `DS`.
    for line in
        ["vMain = 13.59, vLith = 2.91", "samplenumber = 0, free = 559240", "not logging, stop command"]
    {
        assert_eq!(one::<ReplyDecoder>(format!("{line}\r\n").as_bytes()), Reply::Text(line.to_owned()));
    }
    assert_eq!(Request::SampleRaw.encode(), b"TSR\r\n");
    assert_eq!(Request::parse("OutputFormat=1"), Some(Request::OutputFormat(1)));
    assert_eq!(Request::parse("tsr"), Some(Request::SampleRaw));
}

/// Our own protocol, against the examples on its page, docs/operator-wire.md.
#[test]
fn the_operator_s_page_shows_what_the_console_says() {
    use operator::{Reply, ReplyDecoder, RequestDecoder};
    let page = include_str!("../../docs/operator-wire.md");
    let lines = |mark: &str| page.lines().filter(|line| line.starts_with(mark)).count();
    let mut asked = 0;
    for line in page.lines().filter_map(|line| line.strip_prefix("    > ")) {
        one::<RequestDecoder>(format!("{line}\r\n").as_bytes());
        asked += 1;
    }
    let answered: Vec<Reply> = page
        .lines()
        .filter_map(|line| line.strip_prefix("    < "))
        .map(|line| one::<ReplyDecoder>(format!("{line}\r\n").as_bytes()))
        .collect();
    assert_eq!((asked, answered.len()), (lines("    > "), lines("    < ")));
    assert!(asked >= 2 && answered.contains(&Reply::Entry { number: 12, value: 34.9871 }));
    assert!(answered.contains(&Reply::Stop));
}

/// Golden bytes of the questions that bracket a run, as docs/operator-wire.md prints them: a console that was written
/// against that page goes on working.
#[test]
fn the_questions_of_checks_have_these_bytes_and_answers() {
    use operator::{Reply, ReplyDecoder, Request, RequestDecoder, Task};
    let batch = "P165".to_owned();
    let questions = [
        (14, Task::TriplePoint { thermometer: 0 }, "? 14 TRIPLE-POINT 0\r\n"),
        (15, Task::Well { thermometer: 0 }, "? 15 WELL 0\r\n"),
        (16, Task::StandardSeawater { batch }, "? 16 STANDARD-SEAWATER P165\r\n"),
        (17, Task::Open, "? 17 OPEN\r\n"),
        (18, Task::Close, "? 18 CLOSE\r\n"),
        (19, Task::Air { item: 0 }, "? 19 AIR 0\r\n"),
        (20, Task::Water { item: 0 }, "? 20 WATER 0\r\n"),
    ];
    let page = include_str!("../../docs/operator-wire.md");
    for (number, task, bytes) in questions {
        let request = Request { number, task };
        assert_eq!(request.encode(), bytes.as_bytes());
        assert_eq!(one::<RequestDecoder>(bytes.as_bytes()), request);
        assert!(page.contains(&format!("    > {}\n", bytes.trim_end())), "{bytes}");
    }
    assert_eq!(one::<ReplyDecoder>(b": 14 DONE\r\n"), Reply::Done { number: 14 });
    assert_eq!(one::<ReplyDecoder>(b"! 17 1013.25\r\n"), Reply::Entry { number: 17, value: 1013.25 });
    assert_eq!(Reply::Entry { number: 17, value: 1013.25 }.encode(), b"! 17 1013.2500\r\n");
}
