//! Where a controller finds the twin's lines: one in-memory pipe per opening, like a port that can be reopened.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Waker;
use tokio::io::DuplexStream;

/// Bytes that a pipe holds before the far end counts as not listening.
const PIPE_BYTES: usize = 64 * 1024;

/// Hands out lines to the twin's instruments, by name. Cheap to clone; usable from any task of the same runtime.
#[derive(Clone, Debug, Default)]
pub struct Sockets {
    board: Arc<Mutex<Board>>,
}

/// Shared between those who open lines and the twin that serves them.
#[derive(Debug, Default)]
struct Board {
    lines: BTreeMap<String, usize>,
    cut: BTreeSet<usize>,
    opened: Vec<(usize, DuplexStream)>,
    twin: Option<Waker>,
}

impl Sockets {
    /// A board of lines, each name with its index.
    pub(crate) fn new(names: impl IntoIterator<Item = (String, usize)>) -> Self {
        let board = Board { lines: names.into_iter().collect(), ..Board::default() };
        Self { board: Arc::new(Mutex::new(board)) }
    }

    /// Opens a fresh line to `name`. An earlier one to the same instrument ends there.
    ///
    /// # Errors
    /// `NotFound` when the twin has no such instrument; `ConnectionRefused` while a fault has cut the line.
    pub fn open(&self, name: &str) -> io::Result<DuplexStream> {
        let mut board = self.lock();
        let line = *board.lines.get(name).ok_or_else(|| unknown(name, &board.lines))?;
        if board.cut.contains(&line) {
            return Err(io::Error::new(
                io::ErrorKind::ConnectionRefused,
                format!("the line to `{name}` is cut"),
            ));
        }
        let (near, far) = tokio::io::duplex(PIPE_BYTES);
        board.opened.push((line, far));
        if let Some(twin) = board.twin.take() {
            twin.wake();
        }
        Ok(near)
    }

    /// Whether there is such a line.
    ///
    /// # Errors
    /// `NotFound` when there is none.
    pub(super) fn knows(&self, name: &str) -> io::Result<()> {
        let board = self.lock();
        if board.lines.contains_key(name) { Ok(()) } else { Err(unknown(name, &board.lines)) }
    }

    /// The names that can be opened.
    pub fn names(&self) -> Vec<String> {
        self.lock().lines.keys().cloned().collect()
    }

    /// What was opened since the last call, in order; wakes `twin` at the next opening.
    pub(crate) fn take_opened(&self, twin: &Waker) -> Vec<(usize, DuplexStream)> {
        let mut board = self.lock();
        match &mut board.twin {
            Some(waker) => waker.clone_from(twin),
            empty => *empty = Some(twin.clone()),
        }
        std::mem::take(&mut board.opened)
    }

    /// Refuses openings of exactly these lines from now on.
    pub(crate) fn cut_only(&self, lines: &BTreeSet<usize>) {
        self.lock().cut.clone_from(lines);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn unknown(name: &str, lines: &BTreeMap<String, usize>) -> io::Error {
    let known: Vec<&str> = lines.keys().map(String::as_str).collect();
    io::Error::new(
        io::ErrorKind::NotFound,
        format!("the twin has no line `{name}`; it has {}", known.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sockets() -> Sockets {
        Sockets::new([("plc".to_owned(), 0), ("bridge".to_owned(), 1)])
    }

    #[test]
    fn unknown_names_are_refused_with_those_that_exist() {
        let error = sockets().open("bath").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
        assert!(error.to_string().contains("bridge, plc"), "{error}");
    }

    #[test]
    fn a_cut_line_cannot_be_opened_until_it_is_mended() {
        let sockets = sockets();
        sockets.cut_only(&BTreeSet::from([1]));
        assert_eq!(sockets.open("bridge").unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
        assert!(sockets.open("plc").is_ok());
        sockets.cut_only(&BTreeSet::new());
        assert!(sockets.open("bridge").is_ok());
        assert_eq!(sockets.take_opened(Waker::noop()).len(), 2);
    }
}
