//! `hadal coefficients CERTIFICATE --to FORM`: a certificate's coefficients as a maker's program or instrument takes them.

mod leave;
#[cfg(test)]
mod tests;

use super::{Ending, bytes_within, mention};
use crate::certificate::{Certificate, ItemResult, QuantityResult};
use crate::coefficients::{Capacity, Outgoing, described, outgoing};
use crate::columns::refuse_overwriting;
use crate::output::Output;
use anyhow::{Context as _, bail};
use hadal_models::calibration::reduced_form::Held;
use hadal_models::format::rbr::command::{self as rbr_command, ChannelName};
use hadal_models::format::sea_bird::model::Model;
use hadal_models::format::sea_bird::{reply, text, xmlcon};
use leave::Leave;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `hadal coefficients`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub struct Arguments {
    /// certificate.json, or the folder of a run that holds one
    certificate: PathBuf,
    /// What to write
    #[arg(long, value_enum)]
    to: Form,
    /// Depths at which the sensor will be used, sea pressure; below the certificate's deepest point nothing is certified [default:
    /// those of the certificate]
    #[arg(long, value_name = "0:6000dbar", value_parser = depth_range)]
    depth_range: Option<[f64; 2]>,
    /// Serial number or name of the item, where the certificate has several
    #[arg(long)]
    item: Option<String>,
    /// Only these quantities (all that the certificate has without it)
    #[arg(long, value_delimiter = ',')]
    quantity: Vec<String>,
    /// Kind of Sea-Bird instrument, such as "SBE 37", where the certificate's model does not say it
    #[arg(long)]
    instrument: Option<String>,
    /// Configuration to put the coefficients into; needs --output, which may be the same file
    #[arg(long, requires = "output")]
    into: Option<PathBuf>,
    /// Serial number that the sensor has in the configuration, where it is not the certificate's
    #[arg(long, requires = "into")]
    serial: Option<String>,
    /// RBR: which channel is which quantity, by number (third generation) or label (fourth)
    #[arg(long, value_name = "temperature=2,conductivity=1", value_delimiter = ',')]
    channels: Vec<String>,
    /// RBR: the equation that the conductivity channel has [default: corr_cond3]
    #[arg(long, value_name = "corr_cond")]
    conductivity_equation: Option<String>,
    /// File to write (standard output without it); it appears whole or not at all
    #[arg(long)]
    output: Option<PathBuf>,
    #[command(flatten)]
    leave: Leave,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// Commands for the memory of an SBE 37, 45, 16plus, 19plus or 49
    SeaBirdCommands,
    /// The .cal file of such an instrument
    SeaBirdCal,
    /// Sensors of an .xmlcon file: into one that exists (--into), or as elements
    Xmlcon,
    /// `calibration` commands for an RBR logger; its equations and cross-channels are the maker's and stay
    Rbr,
}

const EXAMPLES: &str = "A format may hold fewer pressure terms than the certificate. The best value of those that it holds goes out then, with \
    its error over the depth range and what that adds to the uncertainty; the table is on standard output with --output, else on \
    standard error. Temperature's own pressure terms have no place in any format: with a --depth-range, an offset stands for \
    them where the format has one.\n\n\
    A SIMULATED certificate or a TRIAL is refused unless --allow-simulated or --allow-trial says that no real instrument is meant.\n\n\
    Examples:\n  \
    hadal coefficients certificate.json --to sea-bird-commands --instrument \"SBE 37\" --depth-range 0:6000dbar\n  \
    hadal coefficients runs/ctd-full-depth-seed-1 --allow-simulated --to sea-bird-cal --instrument \"SBE 37\"\n  \
    hadal coefficients certificate.json --to xmlcon --into cruise.xmlcon --output cruise-new.xmlcon\n  \
    hadal coefficients certificate.json --to rbr --channels temperature=2,pressure=3 --output logger.txt";

/// Writes the coefficients, and says what was lost.
///
/// # Errors
/// A certificate that cannot be read, or is simulated or a trial without leave, a quantity or coefficient for which the format has no place, a configuration
/// without such a sensor, or an output that cannot be written.
pub fn execute(arguments: &Arguments) -> anyhow::Result<Ending> {
    let said = act(arguments)?;
    mention(&said.aside);
    super::say(&said.out)?;
    Ok(Ending::Success)
}

/// What is to be printed: the result, and what stands beside it on standard error.
struct Said {
    out: String,
    aside: String,
}

fn act(arguments: &Arguments) -> anyhow::Result<Said> {
    let path = super::certificate_file(&arguments.certificate);
    refuse_overwriting(&path, arguments.output.as_deref())?;
    let certificate = super::read_certificate(&path)?;
    let remarks = arguments.leave.remarks(&certificate)?;
    let item = chosen_item(&certificate, arguments.item.as_deref())?;
    let results = chosen_quantities(item, &arguments.quantity)?;
    let (written, outgoing) = match arguments.to {
        Form::SeaBirdCommands | Form::SeaBirdCal => memory(arguments, &certificate, item, &results)?,
        Form::Xmlcon => configuration(arguments, &certificate, item, &results)?,
        Form::Rbr => logger(arguments, &certificate, item, &results)?,
    };
    let bytes = [remarked(arguments, &remarks).into_bytes(), written].concat();
    let warnings = certificate.warnings().into_iter().map(|warning| format!("note: {warning}"));
    let mut aside: Vec<String> = std::iter::once(certificate.notice.clone())
        .filter(|notice| !notice.is_empty())
        .chain(warnings)
        .collect();
    let lost: String = outgoing.iter().map(described).collect();
    let out = match &arguments.output {
        Some(path) => {
            let mut output = Output::open(Some(path))?;
            // Nobody who reads a file can go away.
            let _ = output.write(&bytes)?;
            output.finish()?;
            format!("{lost}{}\n", path.display())
        }
        None => {
            aside.push(lost.trim_end().to_owned());
            text(&bytes).into_owned()
        }
    };
    Ok(Said { out, aside: aside.join("\n") })
}

/// The remarks as comments, where whoever reads the form passes them over: neither among the bytes of somebody's configuration
/// nor among commands.
fn remarked(arguments: &Arguments, remarks: &[&str]) -> String {
    let (before, after) = match arguments.to {
        Form::SeaBirdCal => ("# ", ""),
        Form::Xmlcon if arguments.into.is_none() => ("<!-- ", " -->"),
        Form::Xmlcon | Form::SeaBirdCommands | Form::Rbr => return String::new(),
    };
    remarks.iter().fold(String::new(), |mut text, remark| {
        // Writing to a String cannot fail.
        writeln!(text, "{before}{remark}{after}").unwrap_or_default();
        text
    })
}

fn chosen_item<'a>(certificate: &'a Certificate, wanted: Option<&str>) -> anyhow::Result<&'a ItemResult> {
    let is_wanted =
        |item: &&ItemResult| wanted.is_none_or(|wanted| item.serial == wanted || item.name == wanted);
    let found: Vec<&ItemResult> = certificate.items.iter().filter(is_wanted).collect();
    match found[..] {
        [item] => Ok(item),
        _ => {
            let all = certificate.items.iter().map(|item| format!("{} (serial {})", item.name, item.serial));
            let all: Vec<String> = all.collect();
            bail!(
                "--item: {} of the certificate's items are meant: accepted: one of {}",
                found.len(),
                all.join(", ")
            )
        }
    }
}

fn chosen_quantities<'a>(item: &'a ItemResult, wanted: &[String]) -> anyhow::Result<Vec<&'a QuantityResult>> {
    let all = || item.quantities.iter().map(|result| result.quantity.as_str()).collect::<Vec<_>>().join(", ");
    if let Some(unknown) =
        wanted.iter().find(|name| !item.quantities.iter().any(|result| result.quantity == **name))
    {
        bail!("--quantity {unknown}: the certificate has {}", all());
    }
    let is_wanted = |result: &&QuantityResult| wanted.is_empty() || wanted.contains(&result.quantity);
    let found: Vec<&QuantityResult> = item.quantities.iter().filter(is_wanted).collect();
    if found.is_empty() {
        bail!("the certificate has no quantity of {}", item.name);
    }
    Ok(found)
}

type Written = (Vec<u8>, Vec<Outgoing>);

fn memory(
    arguments: &Arguments,
    certificate: &Certificate,
    item: &ItemResult,
    results: &[&QuantityResult],
) -> anyhow::Result<Written> {
    let name = arguments.instrument.as_deref().unwrap_or(&item.model);
    let model = Model::from_name(name);
    if model == Model::Other {
        bail!(
            "{name} is no Sea-Bird instrument that is known: say by --instrument which it is: SBE 37, SBE 45, SBE 16plus, \
               SBE 19plus or SBE 49"
        );
    }
    let has_offset = matches!(model, Model::Sbe16Plus | Model::Sbe19Plus | Model::Sbe49);
    let held = if has_offset { offset_if_asked(arguments) } else { Held::Linear };
    let outgoing = all(arguments, certificate, item, results, reply::DIGITS, |_| held)?;
    let sets: Vec<_> = outgoing.iter().map(|outgoing| outgoing.set.clone()).collect();
    let text = match arguments.to {
        Form::SeaBirdCal => reply::cal(model, &item.serial, &sets)?,
        _ => reply::commands(model, &sets)?,
    };
    Ok((text.into_bytes(), outgoing))
}

fn configuration(
    arguments: &Arguments,
    certificate: &Certificate,
    item: &ItemResult,
    results: &[&QuantityResult],
) -> anyhow::Result<Written> {
    let mut outgoing =
        all(arguments, certificate, item, results, xmlcon::DIGITS, |_| offset_if_asked(arguments))?;
    let Some(path) = &arguments.into else {
        let elements = outgoing.iter().map(|outgoing| xmlcon::fragment(&outgoing.set));
        return Ok((elements.collect::<Result<String, _>>()?.into_bytes(), outgoing));
    };
    let describe = || format!("cannot put coefficients into {}", path.display());
    let mut bytes = bytes_within(path, xmlcon::MAX_BYTES as u64).with_context(describe)?;
    let read = xmlcon::parse(&text(&bytes)).with_context(describe)?;
    let wanted = arguments.serial.as_deref().unwrap_or(&item.serial);
    for outgoing in &mut outgoing {
        wanted.clone_into(&mut outgoing.set.serial_number);
        let place = place(&read, outgoing.set.equation, wanted).with_context(describe)?;
        bytes = xmlcon::substitute(&bytes, place, &outgoing.set).with_context(describe)?;
    }
    Ok((bytes, outgoing))
}

/// The channel of the sensor with this serial number and equation.
fn place(configuration: &xmlcon::Configuration, equation: &str, serial: &str) -> anyhow::Result<usize> {
    let suits = |channel: &xmlcon::Channel| match &channel.sensor.conversion {
        xmlcon::Conversion::Equation(calibration) => calibration.equation == equation,
        _ => false,
    };
    let all = || configuration.channels.iter().enumerate().filter(|(_, channel)| suits(channel));
    let found: Vec<usize> =
        all().filter(|(_, channel)| channel.sensor.serial_number == serial).map(|(place, _)| place).collect();
    match found[..] {
        [place] => Ok(place),
        _ => {
            let serials: Vec<&str> =
                all().map(|(_, channel)| channel.sensor.serial_number.as_str()).collect();
            let there = if serials.is_empty() { "none".to_owned() } else { serials.join(", ") };
            bail!(
                "{} sensors of {equation} have the serial number {serial}; serial numbers of such sensors there: {there}; \
                 --serial says which one is meant",
                found.len()
            )
        }
    }
}

fn logger(
    arguments: &Arguments,
    certificate: &Certificate,
    item: &ItemResult,
    results: &[&QuantityResult],
) -> anyhow::Result<Written> {
    let mut channels = Vec::new();
    for pair in &arguments.channels {
        let (quantity, channel) = pair.split_once('=').with_context(|| {
            format!("--channels: `{pair}` is not QUANTITY=CHANNEL; accepted is a list such as temperature=2,conductivity=1")
        })?;
        channels.push((quantity, ChannelName::parse(channel).context("--channels")?));
    }
    let channel_of =
        |quantity: &str| channels.iter().find(|(of, _)| *of == quantity).map(|(_, channel)| channel);
    let theirs_of = |equation: &str| -> anyhow::Result<String> {
        let asked = arguments.conductivity_equation.clone().filter(|_| equation.ends_with("conductivity"));
        let first = || rbr_command::equations_for(equation).first().map(|name| (*name).to_owned());
        asked.or_else(first).with_context(|| format!("{equation} is no equation of an RBR logger"))
    };
    let held = |result: &QuantityResult| {
        let theirs = theirs_of(&result.equation).unwrap_or_default();
        let names = rbr_command::held_by(&theirs, &result.equation).unwrap_or_default();
        match channel_of(&result.quantity) {
            _ if names.contains(&"x3") => Held::Everything,
            Some(ChannelName::Label(_)) => offset_if_asked(arguments),
            _ => Held::Linear,
        }
    };
    let outgoing = all(arguments, certificate, item, results, rbr_command::DIGITS, held)?;
    let mut text = String::new();
    for outgoing in &outgoing {
        let quantity = &outgoing.quantity;
        let channel = channel_of(quantity).with_context(|| {
            format!("--channels: no channel for {quantity}: add {quantity}=NUMBER or {quantity}=LABEL, or leave it out by --quantity")
        })?;
        text += &rbr_command::commands(channel, &theirs_of(outgoing.set.equation)?, &outgoing.set)
            .with_context(|| quantity.clone())?;
    }
    Ok((text.into_bytes(), outgoing))
}

/// An offset is right for the depths that were asked for and wrong at others, so it must be asked for.
fn offset_if_asked(arguments: &Arguments) -> Held {
    if arguments.depth_range.is_some() { Held::LinearOrOffset } else { Held::Linear }
}

fn all(
    arguments: &Arguments,
    certificate: &Certificate,
    item: &ItemResult,
    results: &[&QuantityResult],
    digits: usize,
    held: impl Fn(&QuantityResult) -> Held,
) -> anyhow::Result<Vec<Outgoing>> {
    let one = |result: &&QuantityResult| {
        let capacity = Capacity { held: held(result), digits };
        outgoing(certificate, item, result, capacity, arguments.depth_range).map_err(anyhow::Error::from)
    };
    results.iter().map(one).collect()
}

fn depth_range(text: &str) -> Result<[f64; 2], String> {
    let read = || -> Option<[f64; 2]> {
        let (from, to) = text.strip_suffix("dbar")?.split_once(':')?;
        let range = [from.trim().parse().ok()?, to.trim().parse().ok()?];
        let [from, to]: [f64; 2] = range;
        (from >= 0.0 && from <= to && to > 0.0 && to <= 13_000.0).then_some(range)
    };
    read().ok_or_else(|| {
        "accepted: two sea pressures from 0 to 13000 dbar, the lesser first, such as 0:6000dbar".to_owned()
    })
}
