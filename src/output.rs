//! Where text goes: standard output, or a file that stands under its name only when it is whole.

use anyhow::{Context as _, bail};
use std::fs::{File, OpenOptions, Permissions};
use std::io::{BufWriter, ErrorKind, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// An output that is open.
pub struct Output(Target);

enum Target {
    /// Standard output.
    Standard,
    /// A device or a pipe that has a name: it cannot be replaced, only written to.
    Stream { file: BufWriter<File>, path: PathBuf },
    /// A file beside its name, until it is whole.
    Partial { file: BufWriter<NamedTempFile>, path: PathBuf, permissions: Option<Permissions> },
}

impl Output {
    /// Opens an output: standard output without a path.
    ///
    /// # Errors
    /// A path that cannot be written.
    pub fn open(path: Option<&Path>) -> anyhow::Result<Self> {
        match path {
            None => Ok(Self(Target::Standard)),
            Some(path) => Target::open(path).map(Self).with_context(|| cannot_write(path)),
        }
    }

    /// Writes; answers whether anybody still reads.
    ///
    /// # Errors
    /// An output that cannot be written.
    pub fn write(&mut self, bytes: &[u8]) -> anyhow::Result<ControlFlow<()>> {
        let written = match &mut self.0 {
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
        written.map(|()| ControlFlow::Continue(()))
    }

    /// Ends the output; a file gets its name, whole and durable.
    ///
    /// # Errors
    /// An output that cannot be written; a file under that name is then as it was.
    pub fn finish(self) -> anyhow::Result<()> {
        match self.0 {
            Target::Standard => Ok(()),
            Target::Stream { mut file, path } => file.flush().with_context(|| cannot_write(&path)),
            Target::Partial { file, path, permissions } => {
                publish(file, &path, permissions).with_context(|| cannot_write(&path))
            }
        }
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
