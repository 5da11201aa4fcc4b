//! A cast into a file: HDF5 by the CF conventions, the maker's `.cnv`, or a table.

use super::cf::{self, Provenance};
use crate::columns::number;
use crate::output::Output;
use anyhow::bail;
use hadal_models::cast::{Cast, to_cnv};
use hadal_models::processing::is_bad;
use hadal_record::write_dataset;
use std::path::Path;

/// Rows of a table that are written together.
const ROWS: usize = 4096;

/// The form of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// HDF5 by the CF conventions, which xarray opens.
    Hdf5,
    /// The maker's converted cast.
    Cnv,
    /// A table with a header line.
    Csv,
}

impl Form {
    /// By the name of the file; a table where there is none and the text goes to standard output.
    ///
    /// # Errors
    /// Another ending.
    pub fn of(output: Option<&Path>) -> anyhow::Result<Self> {
        let Some(output) = output else { return Ok(Self::Csv) };
        let extension = output.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match extension.as_str() {
            "h5" | "hdf5" | "nc" => Ok(Self::Hdf5),
            "cnv" => Ok(Self::Cnv),
            "csv" => Ok(Self::Csv),
            _ => bail!("--output {}: accepted endings are .h5, .nc, .cnv and .csv", output.display()),
        }
    }
}

/// Writes a cast; without a path, as a table to standard output. What stands under the name is whole.
///
/// # Errors
/// A file that cannot be written.
pub fn write(cast: &Cast, provenance: &Provenance<'_>, output: Option<&Path>) -> anyhow::Result<()> {
    match (Form::of(output)?, output) {
        (Form::Hdf5, Some(path)) => Ok(write_dataset(path, &cf::dataset(cast, provenance))?),
        (Form::Cnv, _) => text(output, |out| out.write(to_cnv(cast).write().as_bytes()).map(drop)),
        _ => text(output, |out| table(cast, out)),
    }
}

fn text(path: Option<&Path>, fill: impl FnOnce(&mut Output) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut output = Output::open(path)?;
    fill(&mut output)?;
    output.finish()
}

/// One row for each scan. Names end in the unit where they have one, so that a table explains itself; what must not be
/// overlooked stands above, as comments.
fn table(cast: &Cast, out: &mut Output) -> anyhow::Result<()> {
    let headers = cast.variables.iter().map(|variable| match variable.unit.as_str() {
        "" | "1" => variable.name.clone(),
        unit => format!("{} [{unit}]", variable.name),
    });
    let mut lines: String =
        cast.notices.iter().map(|notice| format!("# {}\n", notice.replace(['\r', '\n'], " "))).collect();
    lines += &(headers.chain(["quality_flag".to_owned()]).collect::<Vec<_>>().join(",") + "\n");
    for row in 0..cast.len() {
        for variable in &cast.variables {
            lines += &number(variable.values.get(row).copied().unwrap_or(f64::NAN));
            lines.push(',');
        }
        lines += if cast.flags.get(row).is_some_and(|flag| is_bad(*flag)) { "1\n" } else { "0\n" };
        if row % ROWS == ROWS - 1 {
            if out.write(lines.as_bytes())?.is_break() {
                return Ok(());
            }
            lines.clear();
        }
    }
    out.write(lines.as_bytes()).map(drop)
}
