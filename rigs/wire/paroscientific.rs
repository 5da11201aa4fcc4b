//! Paroscientific intelligent transmitter: `*` destination source command, on RS-232 at 9600 8N1 by default.
//!
//! Source: Digiquartz user manuals (documents 8107-001 and 8819-001) and the command summary of the MET3 manual.
//! The host is address 00, the transmitter 01 by default. `*0100P3` samples and gives one pressure in the unit that
//! the transmitter is set to, `*0100Q3` one temperature of its crystal in degrees Celsius; both answer `*0001` and
//! the bare number, so the driver must know which it asked for. A parameter answers with its name:
//! `*0100SN` gives `*0001SN=…`. Lines end with CR LF.

use crate::framing::{DropReason, Dropped, LineDecoder, LineMessage, dropped, number};

/// Address of the host.
pub const HOST: u8 = 0;
/// Address of a transmitter on leaving the factory.
pub const TRANSMITTER: u8 = 1;

/// What is asked of the transmitter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Command {
    /// `P3`: sample and send one pressure.
    Pressure,
    /// `Q3`: sample and send one temperature of the crystal.
    Temperature,
    /// `SN`: the serial number.
    SerialNumber,
    /// `UN`: the pressure unit; 1 is psi.
    Unit,
}

impl Command {
    const ALL: [Self; 4] = [Self::Pressure, Self::Temperature, Self::SerialNumber, Self::Unit];

    fn letters(self) -> &'static str {
        match self {
            Self::Pressure => "P3",
            Self::Temperature => "Q3",
            Self::SerialNumber => "SN",
            Self::Unit => "UN",
        }
    }
}

/// A command with its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Request {
    /// Who is asked (01 to 99).
    pub transmitter: u8,
    /// What.
    pub command: Command,
}

impl Request {
    /// The bytes to send.
    pub fn encode(&self) -> Vec<u8> {
        format!("*{:02}{HOST:02}{}\r\n", self.transmitter, self.command.letters()).into_bytes()
    }
}

/// What a transmitter says to the host.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Reply {
    /// Who says it.
    pub transmitter: u8,
    /// What.
    pub content: Content,
}

/// The content of a reply.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub enum Content {
    /// The number that `P3` or `Q3` asked for: pressure in the set unit (psi here), or degrees Celsius.
    Value(f64),
    /// A parameter.
    Parameter {
        /// Its two letters.
        name: String,
        /// Its value, as sent.
        value: String,
    },
}

impl Reply {
    /// The bytes that the transmitter sends. Values carry 5 decimals, as `*0001100.00000` does.
    pub fn encode(&self) -> Vec<u8> {
        let content = match &self.content {
            Content::Value(value) => format!("{value:.5}"),
            Content::Parameter { name, value } => format!("{name}={value}"),
        };
        format!("*{HOST:02}{:02}{content}\r\n", self.transmitter).into_bytes()
    }
}

/// The transmitter's side: lines to requests.
pub type RequestDecoder = LineDecoder<Request>;

impl LineMessage for Request {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_request(line)
    }
}

/// The host's side: lines to replies.
pub type ReplyDecoder = LineDecoder<Reply>;

impl LineMessage for Reply {
    fn from_line(line: &str) -> Result<Self, Dropped> {
        parse_reply(line)
    }
}

/// Destination, source and the rest of `*ddss…`. Noise in front of the star is no part of the message.
fn addressed(line: &str) -> Option<(u8, u8, &str)> {
    let body = line.strip_prefix('*')?;
    let address = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u8>().ok().filter(|_| digits)
    };
    Some((address(body.get(0..2)?)?, address(body.get(2..4)?)?, body.get(4..)?))
}

fn parse_request(line: &str) -> Result<Request, Dropped> {
    let parsed = addressed(line.trim()).and_then(|(transmitter, source, letters)| {
        let command = Command::ALL.into_iter().find(|command| command.letters() == letters)?;
        (source == HOST).then_some(Request { transmitter, command })
    });
    parsed.ok_or_else(|| dropped(line, DropReason::Malformed))
}

fn parse_reply(line: &str) -> Result<Reply, Dropped> {
    let malformed = || dropped(line, DropReason::Malformed);
    let (destination, transmitter, content) = addressed(line.trim()).ok_or_else(malformed)?;
    if destination != HOST || transmitter == HOST {
        return Err(malformed());
    }
    let content = match content.split_once('=') {
        Some((name, value)) if name.len() == 2 => {
            Content::Parameter { name: name.to_owned(), value: value.trim().to_owned() }
        }
        Some(_) => return Err(malformed()),
        None => Content::Value(number(content).map_err(|reason| dropped(line, reason))?),
    };
    Ok(Reply { transmitter, content })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Decode as _;
    use proptest::prelude::*;

    fn value(value: f64) -> Reply {
        Reply { transmitter: TRANSMITTER, content: Content::Value(value) }
    }

    #[test]
    fn every_request_survives_the_wire() {
        for command in Command::ALL {
            let request = Request { transmitter: 7, command };
            assert_eq!(RequestDecoder::default().feed(&request.encode()), [Ok(request)]);
        }
    }

    #[test]
    fn bytes_arriving_one_by_one_make_the_same_reply() {
        let mut decoder = ReplyDecoder::default();
        let taken: Vec<_> = b"*000116679.12345\r\n".iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
        assert_eq!(taken, [Ok(value(16_679.123_45))]);
    }

    #[test]
    fn a_reply_of_another_shape_is_dropped() {
        for line in ["0001100.0\r", "*0101100.0\r", "*0000100.0\r", "*00x1100.0\r", "*0001PRESS=3\r", "*00\r"]
        {
            let taken = ReplyDecoder::default().feed(line.as_bytes());
            assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::Malformed, "{line}");
        }
        let taken = ReplyDecoder::default().feed(b"*000110.0.0\r\n");
        assert_eq!(taken[0].as_ref().unwrap_err().reason, DropReason::NotANumber);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic_and_never_hide_the_next_reply(noise in prop::collection::vec(any::<u8>(), 0..3000)) {
            let mut decoder = ReplyDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"*000114.69595\r\n"), [Ok(value(14.695_95))]);
            let mut decoder = RequestDecoder::default();
            decoder.feed(&noise);
            decoder.feed(b"\r");
            prop_assert_eq!(decoder.feed(b"*0100P3\r\n").len(), 1);
        }

        #[test]
        fn values_survive_the_wire(pressure in -1.0e5f64..1.0e5) {
            let taken = ReplyDecoder::default().feed(&value(pressure).encode());
            let Ok(Reply { content: Content::Value(read), .. }) = &taken[0] else { panic!("{taken:?}") };
            prop_assert!((read - pressure).abs() <= 0.5e-5 + 1e-9);
        }
    }
}
