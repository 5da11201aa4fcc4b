//! What the record promises: nothing recorded is lost, nothing twice, damage is told, identical runs are identical.

mod channels;
mod errors;
mod hdf5_file;
mod integrity;
mod journal;
mod recovery;
mod sample;
mod tables;
mod torn;
