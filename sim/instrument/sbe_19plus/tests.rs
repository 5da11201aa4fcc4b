//! The item in conversation: what it says, when, and what the water is by its own account.

use super::super::scripted::{ScriptedBench, ask, run_until};
use super::*;
use hadal_models::sensor::CtdRaw;
use hadal_rigs::description::parse;
use hadal_wire::sbe_19plus::{Layout, ReplyDecoder};

const S: u64 = SECOND_NS;

fn awake(mode: Mode) -> (SeaCat, ScriptedBench) {
    let item: Item = parse("item", include_str!("../../../rigs/catalog/items/sbe-19plus-v2.toml")).unwrap();
    let raw = CtdRaw {
        temperature_counts: 255_000.4,
        conductivity_hz: 6_123.5,
        pressure_counts: 525_300.0,
        pressure_temperature_counts: 18_600.0,
    };
    let mut bench = ScriptedBench { raw: ItemRaw::Ctd(raw), ..ScriptedBench::default() };
    let mut ctd = SeaCat::new(&item, 0, mode);
    ctd.receive(b"\r\n", 0, &mut bench);
    assert_eq!(run_until(&mut ctd, &mut bench, 0, 2 * S), b"S>");
    (ctd, bench)
}

/// Sends a line and gives what is said within two seconds.
fn say(ctd: &mut SeaCat, bench: &mut ScriptedBench, line: &str, at_s: u64) -> String {
    ctd.receive(format!("{line}\r\n").as_bytes(), at_s * S, bench);
    String::from_utf8(run_until(ctd, bench, at_s * S, (at_s + 2) * S)).unwrap()
}

#[test]
fn a_sample_comes_in_the_format_that_was_asked_for() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    assert_eq!(say(&mut ctd, &mut bench, "TS", 10), "TS\r\n03E41817EB800803F448A8\r\nS>");
    assert_eq!(say(&mut ctd, &mut bench, "OutputFormat=2", 20), "OutputFormat=2\r\nS>");
    assert_eq!(say(&mut ctd, &mut bench, "ts", 30), "ts\r\n255000, 6123.500, 525300, 1.4191\r\nS>");
    say(&mut ctd, &mut bench, "OutputFormat=3", 40);
    let heard = say(&mut ctd, &mut bench, "SL", 50);
    let layout = Layout { format: OutputFormat::ConvertedDecimal, ..Layout::default() };
    let mut replies = ReplyDecoder::new(layout).feed(heard.as_bytes());
    let Ok(Reply::Scan(Scan { values: Values::Converted(scan), .. })) = replies.remove(1) else {
        panic!("{heard}")
    };
    // The sheet's polynomial by hand: MV = −0.016831, R = 2,249 ohm, ln R = 7.718, 1/T = 3.4124e-3 per kelvin.
    assert!((scan.temperature_celsius - 19.9).abs() < 0.2, "{scan:?}");
    // (−0.99993 + 0.142374 · 37.497 + 0.0010 + 0.0028) S/m.
    assert!((scan.conductivity_s_per_m - 4.343).abs() < 0.01, "{scan:?}");
    // 369 counts above the zero at 20.0 °C, 0.117 psi + 0.03928 psi each, less 14.7 psi.
    assert!((scan.pressure_dbar_sea - -0.06).abs() < 0.05, "{scan:?}");
}

#[test]
fn a_moored_instrument_adds_the_time() {
    let (mut ctd, mut bench) = awake(Mode::Moored);
    let heard = say(&mut ctd, &mut bench, "TS", 61);
    assert!(heard.ends_with("48A80000003D\r\nS>"), "{heard}");
    // A clock that is an hour ahead: 3,671 s.
    bench.clock_error_s = 3_600.0;
    let heard = say(&mut ctd, &mut bench, "TS", 71);
    assert!(heard.ends_with("48A800000E57\r\nS>"), "{heard}");
    assert!(say(&mut ctd, &mut bench, "GetSD", 81).contains("<DateTime>2000-01-01T01:01:21</DateTime>"));
    assert!(say(&mut ctd, &mut bench, "DS", 91).contains("    01 Jan 2000 01:01:31\r\n"));
}

#[test]
fn a_profiler_logs_four_scans_a_second_until_it_is_stopped() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    let heard = say(&mut ctd, &mut bench, "StartNow", 10);
    assert_eq!(heard.matches("03E418").count(), 7, "{heard}");
    assert!(say(&mut ctd, &mut bench, "OutputFormat=3", 12).contains("?cmd S>"));
    assert!(say(&mut ctd, &mut bench, "GetSD", 14).contains("<LoggingState>logging</LoggingState>"));
    assert!(
        say(&mut ctd, &mut bench, "Stop", 200).contains("Stop\r\nS>"),
        "it did not fall asleep while logging"
    );
    assert_eq!(run_until(&mut ctd, &mut bench, 203 * S, 210 * S), b"");
}

#[test]
fn a_moored_instrument_logs_with_a_mark_every_ten_seconds() {
    let (mut ctd, mut bench) = awake(Mode::Moored);
    say(&mut ctd, &mut bench, "StartNow", 10);
    let heard = String::from_utf8(run_until(&mut ctd, &mut bench, 12 * S, 35 * S)).unwrap();
    assert_eq!(heard.matches('#').count(), 2, "{heard}");
    assert!(heard.starts_with("#03E418"), "{heard}");
}

#[test]
fn escape_throws_away_what_is_still_to_be_sent() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    ctd.receive(b"GetCC\r\n", 10 * S, &mut bench);
    ctd.receive(&[0x1b], 10 * S + 1, &mut bench);
    assert_eq!(run_until(&mut ctd, &mut bench, 10 * S + 1, 12 * S), b"");
    assert_eq!(say(&mut ctd, &mut bench, "", 20), "\r\nS>");
}

#[test]
fn bad_arguments_and_commands_are_refused_in_the_makers_words_and_tags_follow_when_wanted() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    let out_of_range = "<ERROR type='INVALID ARGUMENT' msg='out of range'/>";
    assert_eq!(
        say(&mut ctd, &mut bench, "OutputFormat=9", 10),
        format!("OutputFormat=9\r\n{out_of_range}\r\nS>")
    );
    assert_eq!(say(&mut ctd, &mut bench, "TA0=1", 20), "TA0=1\r\n?cmd S>");
    say(&mut ctd, &mut bench, "OutputExecutedTag=Y", 30);
    assert!(say(&mut ctd, &mut bench, "TS", 40).ends_with("48A8\r\n<Executed/>\r\nS>"));
}

#[test]
fn its_coefficients_are_those_of_the_file() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    let heard = say(&mut ctd, &mut bench, "GetCC", 10);
    assert!(heard.contains("      <TA0>1.208152e-03</TA0>\r\n"), "{heard}");
    assert!(heard.contains("<Calibration format = 'STRAIN0' id = 'Main Pressure'>"), "{heard}");
}

#[test]
fn it_sleeps_after_two_minutes_and_what_wakes_it_is_lost() {
    let (mut ctd, mut bench) = awake(Mode::Profiling);
    assert_eq!(run_until(&mut ctd, &mut bench, 2 * S, 130 * S), b"");
    assert_eq!(ctd.next_event_ns(), None, "asleep");
    assert_eq!(say(&mut ctd, &mut bench, "TS", 130), "S>");
    assert_eq!(ask(&mut ctd, &mut bench, b"QS\r\n", 140 * S), b"QS\r\n");
    assert_eq!(ctd.next_event_ns(), None, "told to sleep");
}
