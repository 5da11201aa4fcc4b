//! The bath's lines: round trips, shortened words, erased characters, damage.

use super::*;
use proptest::prelude::*;

fn heard(bytes: &[u8]) -> Option<Request> {
    RequestDecoder::default().feed(bytes).remove(0).unwrap().request
}

#[test]
fn every_request_survives_the_wire() {
    for request in [
        Request::SetPoint,
        Request::ChangeSetPoint(-1.25),
        Request::Vernier,
        Request::ChangeVernier(0.00001),
        Request::Temperature,
        Request::Unit,
        Request::ChangeUnit(Unit::Fahrenheit),
        Request::CutOut,
        Request::ChangeCutOut(50.0),
        Request::ResetCutOut,
        Request::SamplePeriod,
        Request::ChangeSamplePeriod(0),
        Request::ChangeDuplex(Duplex::Half),
        Request::ChangeDuplex(Duplex::Full),
        Request::ChangeLineFeed(LineFeed::Off),
        Request::ChangeLineFeed(LineFeed::On),
        Request::Version,
    ] {
        assert_eq!(heard(&request.encode()), Some(request));
    }
}

#[test]
fn every_reply_survives_the_wire_with_and_without_line_feeds() {
    let unit = Unit::Celsius;
    let version = Reply::Version { model: "7341".to_owned(), version: "1.00".to_owned() };
    for reply in [
        Reply::SetPoint { value: -1.25, unit },
        Reply::Temperature { value: 20.01, unit: Unit::Fahrenheit },
        Reply::Vernier(-0.00012),
        Reply::Unit(unit),
        Reply::CutOut { value: 60.0, unit, state: CutOutState::Out },
        Reply::SamplePeriod(5),
        version,
        Reply::Echo("s=4.5".to_owned()),
    ] {
        for line_feed in [LineFeed::On, LineFeed::Off] {
            assert_eq!(ReplyDecoder::default().feed(&reply.encode(line_feed)), [Ok(reply.clone())]);
        }
    }
}

#[test]
fn words_may_be_shortened_while_they_stay_unique_and_spaces_do_not_count() {
    for line in [&b"s\r"[..], b"SET\r", b"setpoint\r", b" s e t \r"] {
        assert_eq!(heard(line), Some(Request::SetPoint), "{}", line.escape_ascii());
    }
    assert_eq!(heard(b"s = 1.5e1\r"), Some(Request::ChangeSetPoint(15.0)));
    for line in [&b"setpoints\r"[..], b"x\r", b"s=\r", b"s=nan\r", b"u=k\r", b"p\r", b"sa=-1\r"] {
        assert_eq!(heard(line), None, "{}", line.escape_ascii());
    }
}

#[test]
fn a_backspace_erases_the_character_before_it() {
    let heard = RequestDecoder::default().feed(b"s=14\x085\r").remove(0).unwrap();
    assert_eq!(heard, Heard { line: "s=15".to_owned(), request: Some(Request::ChangeSetPoint(15.0)) });
    let dropped = RequestDecoder::default().feed(b"s\x08\x08\xff\r").remove(0).unwrap_err();
    assert_eq!(dropped.reason, DropReason::NotText);
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_never_hide_the_next_message(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
        let mut decoder = ReplyDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        let expected = Reply::Temperature { value: 55.69, unit: Unit::Celsius };
        prop_assert_eq!(decoder.feed(b"t: 55.69 C\r\n"), [Ok(expected)]);
        let mut decoder = RequestDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        prop_assert_eq!(decoder.feed(b"t\r").len(), 1);
    }
}
