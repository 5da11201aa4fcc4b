//! `run.h5` from a record: the file, what describes the run, and the files it was made of.

use super::attributes::{Attributes, CONVENTIONS, duration, utc};
use super::sheet::Sheet;
use super::{LAYOUT, dimension_scale, seal, superblock};
use crate::event::{Outcome, Plant};
use crate::record::Record;
use ::hdf5::file::LibraryVersion;
use ::hdf5::plist::file_create::LinkCreationOrder;
use ::hdf5::{File, Group, Location, Result};
use std::path::Path;

/// By how much a file in memory grows at a time, bytes.
const GROWTH: usize = 1 << 22;

/// The sealed bytes of a file for `path`, made in memory. They depend only on what `fill` writes: no object times, one
/// format for all.
pub(super) fn image_of(path: &Path, fill: impl FnOnce(&File) -> Result<()>) -> Result<Vec<u8>> {
    // The library wants a name by which to tell open files apart; nothing is there on disk.
    let name = format!("{}.in-memory", path.display());
    let file = File::with_options()
        .with_fapl(|access| {
            access.libver_bounds(LibraryVersion::V18, LibraryVersion::V110).core_options(GROWTH, false)
        })
        .with_fcpl(|create| create.obj_track_times(false).link_creation_order(LinkCreationOrder::Indexed))
        .create(name)?;
    fill(&file)?;
    let mut image = dimension_scale::file_image(&file)?;
    superblock::renew_checksum(&mut image)?;
    seal::seal(&mut image)?;
    Ok(image)
}

/// Creates a group that lists its members in the order in which they were made.
pub(super) fn group(parent: &Group, name: &str) -> Result<Group> {
    parent
        .create_group_builder()
        .obj_track_times(false)
        .with_gcpl(|create| create.link_creation_order(LinkCreationOrder::Indexed))
        .create(name)
}

/// The whole file.
pub(super) fn image(record: &Record, path: &Path) -> Result<Vec<u8>> {
    image_of(path, |file| {
        let writer = Writer { record, file, epoch: record.opened.epoch_utc_ns };
        writer.root()?;
        writer.sources()?;
        writer.links()?;
        writer.channels()?;
        writer.columns()
    })
}

/// A record on its way into a file.
pub(super) struct Writer<'a> {
    pub(super) record: &'a Record,
    pub(super) file: &'a File,
    /// UTC at monotonic zero, nanoseconds since 1970-01-01T00:00:00Z.
    pub(super) epoch: i64,
}

impl Writer<'_> {
    fn root(&self) -> Result<()> {
        self.global(self.file, "all of it", "record of a calibration run")?;
        let (record, opened) = (self.record, &self.record.opened);
        let (plant, seed) = match opened.plant {
            Plant::Twin { seed } => ("twin", Some(seed)),
            Plant::Hardware => ("hardware", None),
        };
        let (outcome, detail) = outcome_texts(record.outcome());
        let attributes = Attributes::default()
            .long_text("layout", LAYOUT)
            .long_text("software", &opened.software)
            .long_text("plant", plant)
            .long_text("journal_head_blake3", &record.head)
            .long_text("content_blake3", &blake3::Hash::from_bytes(record.digest()).to_hex())
            .long_text(seal::ATTRIBUTE, &seal::placeholder())
            .long_text("outcome", outcome)
            .long_text("outcome_detail", detail)
            .unsigned("journal_frames", record.frames)
            .signed("epoch_utc_ns", self.epoch)
            .unsigned("ended_monotonic_ns", record.ended.monotonic_ns)
            .signed("ended_utc_ns", record.ended.utc_ns);
        seed.into_iter()
            .fold(attributes, |attributes, seed| attributes.unsigned("seed", seed))
            .write(self.file)
    }

    /// The attributes that make a group complete when it is opened alone.
    pub(super) fn global(&self, group: &Location, part: &str, summary: &str) -> Result<()> {
        let opened = &self.record.opened;
        let (mark, source) = match opened.plant {
            Plant::Twin { .. } => ("SIMULATED: ", "simulation: digital twin of a calibration rig"),
            Plant::Hardware => ("", "laboratory calibration of ocean sensors"),
        };
        let ended = self.epoch.saturating_add_unsigned(self.record.ended.monotonic_ns);
        Attributes::default()
            .text("Conventions", CONVENTIONS)
            .text("title", &format!("{mark}Calibration run {}: {part}", opened.run_id))
            .text("summary", &format!("{mark}{summary}"))
            .text("keywords", "calibration, ocean sensors, conductivity, temperature, pressure")
            .text("id", &opened.run_id)
            .long_text("run_id", &opened.run_id)
            .text("source", source)
            .text("history", &format!("{} {} wrote this from the run's journal", utc(ended), opened.software))
            .text("processing_level", "as recorded, no correction applied")
            .text("standard_name_vocabulary", "CF Standard Name Table v93")
            .text("product_version", &opened.software)
            .text("date_created", &utc(ended))
            .text("time_coverage_start", &utc(self.epoch))
            .text("time_coverage_end", &utc(ended))
            .text("time_coverage_duration", &duration(self.record.ended.monotonic_ns))
            .write(group)
    }

    pub(super) fn group(&self, name: &str, part: &str, summary: &str) -> Result<Group> {
        let group = group(self.file, name)?;
        self.global(&group, part, summary)?;
        Ok(group)
    }

    fn sources(&self) -> Result<()> {
        let group =
            self.group("sources", "files", "the files that the run was made of, whole, as they were")?;
        let opened = &self.record.opened;
        let files = || [&opened.procedure, &opened.rig].into_iter().chain(&opened.items);
        let roles = ["procedure", "rig"].into_iter().chain(opened.items.iter().map(|_| "item"));
        let sheet = Sheet::without_scale(&group, "file", opened.items.len() + 2)?;
        sheet.texts("role", roles, &Attributes::texts("what the file describes"))?;
        sheet.texts("path", files().map(|file| file.path.as_str()), &Attributes::texts("path as given"))?;
        sheet.texts("text", files().map(|file| file.text.as_str()), &Attributes::texts("the whole text"))
    }

    fn links(&self) -> Result<()> {
        let group =
            self.group("links", "lines", "the lines to instruments; `bytes/link` counts them from 0")?;
        let links = &self.record.opened.links;
        let sheet = Sheet::without_scale(&group, "link", links.len())?;
        sheet.texts("name", links.iter().map(String::as_str), &Attributes::texts("name of the line"))
    }

    fn channels(&self) -> Result<()> {
        let group =
            self.group("channels", "channels", "the channels, in order; their readings are in `readings`")?;
        let channels = &self.record.opened.channels;
        let sheet = Sheet::without_scale(&group, "channel", channels.len())?;
        let names = channels.iter().map(|channel| channel.name.as_str());
        sheet.texts("name", names, &Attributes::texts("name of the channel"))?;
        let units = channels.iter().map(|channel| channel.unit.as_str());
        sheet.texts("unit", units, &Attributes::texts("UDUNITS string of the channel"))?;
        let instruments = channels.iter().map(|channel| channel.instrument.as_str());
        sheet.texts("instrument", instruments, &Attributes::texts("instrument that gives it"))
    }
}

/// An outcome as two texts.
fn outcome_texts(outcome: Option<&Outcome>) -> (&str, &str) {
    match outcome {
        Some(Outcome::Completed) => ("completed", ""),
        Some(Outcome::Tripped { cause }) => ("tripped", cause),
        Some(Outcome::Failed { reason }) => ("failed", reason),
        Some(Outcome::Recovered) => ("recovered", ""),
        None => ("open", ""),
    }
}
