//! The logger in conversation.

use super::super::scripted::{ScriptedBench, run_until};
use super::*;
use crate::item::ItemRaw;
use hadal_rigs::description::parse;

const S: u64 = SECOND_NS;
const MS: u64 = MILLISECOND_NS;

fn awake() -> (RbrLogger, ScriptedBench) {
    let item: Item = parse("item", include_str!("../../../rigs/catalog/items/rbr-concerto3.toml")).unwrap();
    let raw = RatiometricRaw { temperature_ratio: 0.5, conductivity_ratio: 0.25, pressure_ratio: 0.013_392 };
    let mut bench = ScriptedBench { raw: ItemRaw::Ratiometric(raw), ..ScriptedBench::default() };
    let mut logger = RbrLogger::new(&item, 0);
    // As RBR's own client wakes it: twice, 50 ms apart.
    logger.receive(b"\r", 0, &mut bench);
    logger.receive(b"\r", 50 * MS, &mut bench);
    assert_eq!(run_until(&mut logger, &mut bench, 50 * MS, S), b"Ready: ");
    (logger, bench)
}

fn say(logger: &mut RbrLogger, bench: &mut ScriptedBench, line: &str, at_s: u64) -> String {
    logger.receive(format!("{line}\r\n").as_bytes(), at_s * S, bench);
    String::from_utf8(run_until(logger, bench, at_s * S, at_s * S + 900 * MS)).unwrap()
}

#[test]
fn samples_have_the_time_of_its_own_clock() {
    let (mut logger, mut bench) = awake();
    bench.clock_error_s = 3_600.0;
    let heard = say(&mut logger, &mut bench, "fetch", 2);
    assert!(heard.starts_with("2000-01-01 01:00:02.195, "), "{heard}");
}

#[test]
fn it_says_who_it_is_as_the_published_client_expects() {
    let (mut logger, mut bench) = awake();
    let expected = "id model = RBRconcerto3, version = 1.092, serial = 999001, fwtype = 104\r\nReady: ";
    assert_eq!(say(&mut logger, &mut bench, "id", 2), expected);
    assert_eq!(say(&mut logger, &mut bench, "link", 3), "link type = serial\r\nReady: ");
}

#[test]
fn a_fetch_takes_its_time_and_gives_every_channel_or_those_that_are_named() {
    let (mut logger, mut bench) = awake();
    logger.receive(b"fetch sleepafter = false\r\n", 2 * S, &mut bench);
    assert_eq!(run_until(&mut logger, &mut bench, 2 * S, 2 * S + 339 * MS), b"");
    let heard = String::from_utf8(run_until(&mut logger, &mut bench, 2 * S + 339 * MS, 3 * S)).unwrap();
    // 157.80553 mS/cm times a quarter, at 20.86 °C and one atmosphere; 1/c0 − 273.15 °C; the gauge's first count.
    let [time, conductivity, temperature, pressure] =
        heard.trim_end_matches("\r\nReady: ").split(", ").collect::<Vec<_>>()[..]
    else {
        panic!("{heard}")
    };
    assert_eq!(time, "2000-01-01 00:00:02.195");
    assert!(conductivity.starts_with("39.44") && conductivity.ends_with("e+000"), "{heard}");
    assert!(temperature.starts_with("20.85") || temperature.starts_with("20.86"), "{heard}");
    assert!(pressure.starts_with("10.") || pressure.starts_with("9."), "{heard}");
    let one = say(&mut logger, &mut bench, "fetch sleepafter = false, channels = pressure_00", 4);
    assert_eq!(one.matches(", ").count(), 1, "{one}");
}

#[test]
fn commands_that_arrive_while_it_fetches_wait_in_its_port() {
    let (mut logger, mut bench) = awake();
    logger.receive(b"fetch\r\nlink\r\n", 2 * S, &mut bench);
    logger.receive(b"brew\r\n", 2 * S + 10 * MS, &mut bench);
    let heard = String::from_utf8(run_until(&mut logger, &mut bench, 2 * S, 3 * S)).unwrap();
    assert!(heard.starts_with("2000-01-01 00:00:02.195, "), "{heard}");
    assert!(
        heard.contains("Ready: link type = serial\r\nReady: E0102 invalid command 'brew'\r\n"),
        "{heard}"
    );
}

#[test]
fn errors_are_the_makers() {
    let (mut logger, mut bench) = awake();
    assert_eq!(say(&mut logger, &mut bench, "fletch", 2), "E0102 invalid command 'fletch'\r\nReady: ");
    assert_eq!(say(&mut logger, &mut bench, "calibration", 3), "E0107 expected argument missing\r\nReady: ");
    assert_eq!(
        say(&mut logger, &mut bench, "channel 9", 4),
        "E0108 invalid argument to command: '9'\r\nReady: "
    );
    assert_eq!(
        say(&mut logger, &mut bench, "fetch channels = x", 5),
        "E0108 invalid argument to command: 'x'\r\nReady: "
    );
}

#[test]
fn its_calibration_is_that_of_the_file() {
    let (mut logger, mut bench) = awake();
    let heard = say(&mut logger, &mut bench, "calibration 2", 2);
    let expected = "calibration 2 label = temperature_00, datetime = 20000101000000, c0 = 3.4013023e-003, c1 = -301.75491e-006, c2 = 2.8066817e-006, c3 = -126.83266e-009\r\nReady: ";
    assert_eq!(heard, expected);
    let all = say(&mut logger, &mut bench, "channel all", 3);
    assert_eq!(all.matches(" || channel ").count(), 2, "{all}");
}

#[test]
fn it_streams_while_it_logs_and_only_if_told() {
    let (mut logger, mut bench) = awake();
    say(&mut logger, &mut bench, "streamserial state = on", 2);
    assert_eq!(
        say(&mut logger, &mut bench, "enable", 3),
        "enable status = logging, warning = none\r\nReady: "
    );
    let heard = String::from_utf8(run_until(&mut logger, &mut bench, 4 * S - MS, 24 * S)).unwrap();
    assert_eq!(heard.lines().count(), 20, "it streams on while the line sleeps: {heard}");
    logger.receive(b"\r", 24 * S + MS, &mut bench);
    run_until(&mut logger, &mut bench, 24 * S + MS, 24 * S + 100 * MS);
    logger.receive(b"disable\r\n", 24 * S + 100 * MS, &mut bench);
    let heard = String::from_utf8(run_until(&mut logger, &mut bench, 24 * S + 100 * MS, 40 * S)).unwrap();
    assert!(heard.ends_with("\r\ndisable status = stopped\r\nReady: "), "after the last sample: {heard}");
    assert_eq!(logger.next_event_ns(), None, "asleep after ten seconds");
}
