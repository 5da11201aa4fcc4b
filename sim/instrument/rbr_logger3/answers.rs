//! What an RBR logger answers to commands that need no sample, in the words of the published transcripts.

use super::{CHANNELS, PERIOD_NS, Phrase, RbrLogger, Reply, Streaming};
use crate::instrument::MILLISECOND_NS;
use hadal_wire::rbr_logger3::coefficient;

/// When its coefficients were written, by its own clock.
const CALIBRATED: &str = "20000101000000";

fn error(number: u16, message: &str) -> Reply {
    Reply::Error { number, message: message.to_owned() }
}

fn invalid_argument(value: &str) -> Reply {
    error(108, &format!("invalid argument to command: '{value}'"))
}

fn one(phrase: Phrase) -> Reply {
    Reply::Answer(vec![phrase])
}

/// Joins what a list is made of.
fn listed(entries: impl Iterator<Item = String>) -> String {
    entries.collect::<Vec<_>>().join("|")
}

impl RbrLogger {
    /// The channels that a `fetch` names, or all.
    pub(super) fn fetched_channels(&self, phrase: &Phrase) -> Result<Vec<usize>, Reply> {
        let Some(labels) = phrase.value("channels") else { return Ok((0..CHANNELS.len()).collect()) };
        let position = |label: &str| CHANNELS.iter().position(|channel| channel[0] == label);
        labels.split('|').map(|label| position(label).ok_or_else(|| invalid_argument(label))).collect()
    }

    pub(super) fn answer(&mut self, phrase: &Phrase, now_ns: u64) -> Reply {
        match phrase.command.as_str() {
            "id" => one(Phrase::new("id")
                .with("model", &self.model)
                .with("version", "1.092")
                .with("serial", &self.serial)
                .with("fwtype", 104)),
            "link" => one(Phrase::new("link").with("type", "serial")),
            "serial" => one(Phrase::new("serial").with("baudrate", self.baud).with("mode", "rs232")),
            "channels" => one(Phrase::new("channels")
                .with("count", CHANNELS.len())
                .with("on", CHANNELS.len())
                .with("settlingtime", 50)
                .with("readtime", 290)
                .with("minperiod", 450)),
            "channel" => indexed(phrase, channel),
            "calibration" => indexed(phrase, |index| self.calibration(index)),
            "outputformat" => output_format(phrase),
            "sampling" => one(Phrase::new("sampling")
                .with("mode", "continuous")
                .with("period", PERIOD_NS / MILLISECOND_NS)),
            "streamserial" => self.stream(phrase),
            "verify" | "enable" => self.enable(&phrase.command, now_ns),
            "disable" => {
                self.logging = None;
                one(Phrase::new("disable").with("status", "stopped"))
            }
            unknown => error(102, &format!("invalid command '{unknown}'")),
        }
    }

    fn enable(&mut self, command: &str, now_ns: u64) -> Reply {
        if command == "enable" && self.logging.is_none() {
            self.logging = Some(now_ns + PERIOD_NS);
        }
        let status = if self.logging.is_some() { "logging" } else { "pending" };
        one(Phrase::new(command).with("status", status).with("warning", "none"))
    }

    fn stream(&mut self, phrase: &Phrase) -> Reply {
        match phrase.value("state") {
            None => {}
            Some("on") => self.streaming = Streaming::On,
            Some("off") => self.streaming = Streaming::Off,
            Some(other) => return invalid_argument(other),
        }
        let state = if self.streaming == Streaming::On { "on" } else { "off" };
        one(Phrase::new("streamserial").with("state", state))
    }

    fn calibration(&self, index: usize) -> Phrase {
        let label = CHANNELS[index][0];
        let phrase =
            Phrase::new("calibration").about(index + 1).with("label", label).with("datetime", CALIBRATED);
        let of_channel = self.coefficients.iter().filter_map(|(name, value)| {
            let (channel, own) = name.split_once('-')?;
            (channel == label).then_some((own, value))
        });
        of_channel.fold(phrase, |phrase, (name, value)| phrase.with(name, coefficient(*value)))
    }
}

/// `command n …`, `command all …`: an entry for the channel of that number, or for each.
fn indexed(phrase: &Phrase, entry: impl Fn(usize) -> Phrase) -> Reply {
    let Some(index) = &phrase.index else { return error(107, "expected argument missing") };
    if index == "all" {
        return Reply::Answer((0..CHANNELS.len()).map(entry).collect());
    }
    match index.parse::<usize>() {
        Ok(number @ 1..=3) => one(entry(number - 1)),
        _ => invalid_argument(index),
    }
}

fn channel(index: usize) -> Phrase {
    let [label, kind, equation, unit] = CHANNELS[index];
    Phrase::new("channel")
        .about(index + 1)
        .with("type", kind)
        .with("module", index + 1)
        .with("status", "on")
        .with("settlingtime", 50)
        .with("readtime", 290)
        .with("equation", equation)
        .with("userunits", unit)
        .with("derived", "off")
        .with("label", label)
}

fn output_format(phrase: &Phrase) -> Reply {
    let answer = Phrase::new("outputformat");
    match phrase.arguments.first().map(|argument| argument.name.as_str()) {
        None | Some("type") => one(answer.with("type", "caltext01")),
        Some("availabletypes") => one(answer.with("availabletypes", "caltext01")),
        Some("labelslist") => {
            one(answer.with("labelslist", listed(CHANNELS.iter().map(|channel| channel[0].to_owned()))))
        }
        Some("channelslist") => {
            let name =
                |channel: &[&str; 4]| format!("{}({})", channel[0].trim_end_matches("_00"), channel[3]);
            one(answer.with("channelslist", listed(CHANNELS.iter().map(name))))
        }
        Some(other) => invalid_argument(other),
    }
}
