//! The milliK's lines: round trips, keywords in every form, damage.

use super::*;
use crate::Decode as _;
use proptest::prelude::*;

fn read(line: &str) -> Vec<Command> {
    let mut taken = RequestDecoder::default().feed(line.as_bytes());
    taken.remove(0).map_or_else(|_| Vec::new(), |request| request.commands)
}

#[test]
fn every_command_survives_the_wire() {
    let measure =
        Command::Measure { channel: 2, range_ohm: 115.0, current: SenseCurrent::RootTwo, wires: Wires::Four };
    let parametric = [
        Command::SelectResistance,
        Command::SelectChannel(2),
        Command::SelectRange(460.0),
        Command::SelectCurrent(SenseCurrent::Normal),
        Command::SelectWires(Wires::Three),
        Command::Read { readings: 5 },
        measure,
    ];
    for command in SIMPLE.iter().map(|(_, command)| command.clone()).chain(parametric) {
        let bytes = Request::from(command.clone()).encode();
        assert_eq!(RequestDecoder::default().feed(&bytes), [Ok(Request::from(command))]);
    }
}

#[test]
fn a_keyword_is_its_capitals_or_the_whole_and_nothing_between() {
    for line in ["SENS:CHAN?\r", "sense:channel?\r", "SENSE:chan?\r"] {
        assert_eq!(read(line), [Command::SelectedChannel], "{line}");
    }
    for line in
        ["SENSES:CHAN?\r", "SEN:CHAN?\r", "CHAN?\r", "SENS:CHAN:X?\r", "SENS:RES:WIR 5\r", "READ? 0\r"]
    {
        assert_eq!(read(line), [], "{line}");
    }
}

#[test]
fn a_command_that_is_not_known_is_ignored_and_the_rest_of_the_line_obeyed() {
    let commands = read("sens:chan 1;sens:curr STRONG;sens:res:wir 4\r");
    assert_eq!(commands, [Command::SelectChannel(1), Command::SelectWires(Wires::Four)]);
}

#[test]
fn a_damaged_number_is_no_word() {
    let taken = ReplyDecoder::default().feed(b"25.4x9871\r25.4\xff\r25.499871\r");
    assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::NotANumber);
    assert_eq!(taken[1].as_ref().unwrap_err().reason, DropReason::NotText);
    assert_eq!(taken[2], Ok(Reply::Numbers(vec![25.499_871])));
}

proptest! {
    #[test]
    fn random_bytes_never_panic_and_never_hide_the_next_message(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
        let mut decoder = ReplyDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        prop_assert_eq!(decoder.feed(b"99.123456\r"), [Ok(Reply::Numbers(vec![99.123_456]))]);
        let mut decoder = RequestDecoder::default();
        decoder.feed(&noise);
        decoder.feed(b"\r");
        prop_assert_eq!(decoder.feed(b"fetch?\r"), [Ok(Request::from(Command::Fetch))]);
    }

    #[test]
    fn readings_survive_the_wire(readings in prop::collection::vec(0.0f64..1.0e6, 1..20)) {
        let bytes = Reply::Numbers(readings.clone()).encode();
        prop_assert_eq!(ReplyDecoder::default().feed(&bytes), [Ok(Reply::Numbers(readings))]);
    }
}
