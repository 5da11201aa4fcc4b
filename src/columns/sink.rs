//! Writing: each row as it was read, with the computed columns behind it.

use super::Batch;
use anyhow::{Context as _, bail};
use std::fmt::Write as _;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{BufWriter, ErrorKind, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// One appended column of a batch.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Numbers, written so that every bit comes back; what has no value is written `NaN`.
    Numbers(Vec<f64>),
    /// Yes and no, written 1 and 0: every program for tables reads these as a number.
    Flags(Vec<bool>),
}

/// Where the rows go.
pub struct Sink {
    target: Target,
    names: Vec<String>,
    /// The rows of one batch, so that a line is never written in pieces.
    text: String,
}

enum Target {
    /// Standard output.
    Standard,
    /// A device or a pipe that has a name: it cannot be replaced, only written to.
    Stream { file: BufWriter<File>, path: PathBuf },
    /// A file beside its name, until it is whole.
    Partial { file: BufWriter<NamedTempFile>, path: PathBuf, permissions: Option<Permissions> },
}

/// A number in the fewest digits that give the same bits back, 17 at most; plain decimals between 1e-5 and
/// 1e17.
pub fn number(value: f64) -> String {
    let mut text = String::new();
    push_number(&mut text, value);
    text
}

fn push_number(text: &mut String, value: f64) {
    let size = value.abs();
    let plain = !value.is_finite() || size == 0.0 || (1e-5..1e17).contains(&size);
    let written = if plain { write!(text, "{value}") } else { write!(text, "{value:e}") };
    // Writing to a string has no way to fail.
    written.unwrap_or_default();
}

impl Sink {
    /// Begins an output (standard output without a path) with the header: that of the input, then `names`.
    ///
    /// # Errors
    /// A name that the input has already, or an output that cannot be written.
    pub fn create(output: Option<&Path>, headers: &[String], names: &[&str]) -> anyhow::Result<Self> {
        if let Some(name) = names.iter().find(|name| headers.iter().any(|header| header == *name)) {
            bail!(
                "the input has a column `{name}` already, and one of that name would be appended: rename it"
            );
        }
        let target = match output {
            None => Target::Standard,
            Some(path) => Target::open(path).with_context(|| format!("cannot write {}", path.display()))?,
        };
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        let header: Vec<String> = headers.iter().chain(&names).map(|name| quoted(name)).collect();
        let text = header.join(",") + "\n";
        Ok(Self { target, names, text })
    }

    /// Writes the rows of a batch with these columns behind them; answers whether anybody still reads.
    ///
    /// # Errors
    /// An output that cannot be written, or columns that do not fit the names and the batch.
    pub fn write(&mut self, batch: &Batch, columns: &[Column]) -> anyhow::Result<ControlFlow<()>> {
        if columns.len() != self.names.len() || columns.iter().any(|column| column.len() != batch.len()) {
            bail!(
                "{} columns for {} names, or of another length than the batch",
                columns.len(),
                self.names.len()
            );
        }
        for (row, line) in batch.lines().enumerate() {
            self.text.push_str(line);
            for column in columns {
                self.text.push(',');
                match column {
                    Column::Numbers(values) => push_number(&mut self.text, values[row]),
                    Column::Flags(flags) => self.text.push(if flags[row] { '1' } else { '0' }),
                }
            }
            self.text.push('\n');
        }
        self.flush_text()
    }

    /// Ends the output; a file gets its name, whole and durable.
    ///
    /// # Errors
    /// An output that cannot be written; a file under that name is then as it was.
    pub fn finish(mut self) -> anyhow::Result<()> {
        if self.flush_text()?.is_break() {
            return Ok(());
        }
        match self.target {
            Target::Standard => Ok(()),
            Target::Stream { mut file, path } => file.flush().with_context(|| cannot_write(&path)),
            Target::Partial { file, path, permissions } => {
                publish(file, &path, permissions).with_context(|| cannot_write(&path))
            }
        }
    }

    fn flush_text(&mut self) -> anyhow::Result<ControlFlow<()>> {
        let bytes = self.text.as_bytes();
        let written = match &mut self.target {
            Target::Standard => {
                let mut out = std::io::stdout().lock();
                match out.write_all(bytes).and_then(|()| out.flush()) {
                    Err(error) if error.kind() == ErrorKind::BrokenPipe => return Ok(ControlFlow::Break(())),
                    written => written.context("standard output"),
                }
            }
            Target::Stream { file, path } => file.write_all(bytes).with_context(|| cannot_write(path)),
            Target::Partial { file, path, .. } => file.write_all(bytes).with_context(|| cannot_write(path)),
        };
        self.text.clear();
        written.map(|()| ControlFlow::Continue(()))
    }
}

impl Target {
    fn open(path: &Path) -> anyhow::Result<Self> {
        let existing = std::fs::metadata(path).ok();
        if existing.as_ref().is_some_and(|metadata| !metadata.is_file() && !metadata.is_dir()) {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self::Stream { file: BufWriter::new(file), path: path.to_owned() });
        }
        if existing.as_ref().is_some_and(std::fs::Metadata::is_dir) {
            bail!("it is a folder; accepted: a file");
        }
        // Behind a link it is the file that is replaced, not the link.
        let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.exists()) {
            bail!("there is no folder {}; make it first", folder.display());
        }
        let mut name = path.file_name().context("accepted: a file")?.to_owned();
        name.push(".");
        let mut builder = tempfile::Builder::new();
        let file = builder.prefix(&name).suffix(".partial").tempfile_in(folder.unwrap_or(Path::new(".")))?;
        let permissions = existing.map(|metadata| metadata.permissions());
        Ok(Self::Partial { file: BufWriter::with_capacity(1 << 16, file), path, permissions })
    }
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Flags(flags) => flags.len(),
        }
    }
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write {}", path.display())
}

fn publish(
    file: BufWriter<NamedTempFile>,
    path: &Path,
    permissions: Option<Permissions>,
) -> anyhow::Result<()> {
    let file = file.into_inner()?;
    file.as_file().sync_all()?;
    let file = file.persist(path)?;
    // A temporary file is private; a table is for everyone who may read the folder.
    #[cfg(unix)]
    let permissions = permissions.or_else(|| {
        use std::os::unix::fs::PermissionsExt as _;
        Some(Permissions::from_mode(0o644))
    });
    permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions))?;
    Ok(())
}

/// A name as a cell: in quotes where it would otherwise be several cells or begin a comment.
fn quoted(name: &str) -> String {
    if name.contains([',', '"']) || name.starts_with('#') {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.to_owned()
    }
}
