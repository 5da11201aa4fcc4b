//! A store that fails as disks fail, for tests of everything above it.

use crate::store::Store;
use std::io;

/// How the store fails, once it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The disk is full: half of an append arrives, then `StorageFull`.
    FullAfterBytes(u64),
    /// The n-th sync (from 0) reports an error; later ones falsely succeed, as after a failed fsync.
    SyncNumber(u64),
    /// The n-th append (from 0) reports an error with nothing written; later ones succeed.
    AppendNumber(u64),
}

/// Passes everything to another store until its fault comes.
#[derive(Debug)]
pub struct FaultyStore<S> {
    inner: S,
    fault: Fault,
    bytes: u64,
    appends: u64,
    syncs: u64,
}

impl<S: Store> FaultyStore<S> {
    /// Wraps `inner`.
    pub const fn new(inner: S, fault: Fault) -> Self {
        Self { inner, fault, bytes: 0, appends: 0, syncs: 0 }
    }
}

impl<S: Store> Store for FaultyStore<S> {
    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let number = self.appends;
        self.appends += 1;
        self.bytes += bytes.len() as u64;
        match self.fault {
            Fault::FullAfterBytes(limit) if self.bytes > limit => {
                self.inner.append(&bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
            Fault::AppendNumber(failing) if number == failing => {
                Err(io::Error::other("injected append error"))
            }
            _ => self.inner.append(bytes),
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        let number = self.syncs;
        self.syncs += 1;
        if self.fault == Fault::SyncNumber(number) {
            return Err(io::Error::other("injected sync error"));
        }
        self.inner.sync()
    }
}
