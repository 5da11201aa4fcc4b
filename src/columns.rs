//! A CSV table whose columns are kept and appended to, row for row, in a stream.
//!
//! [`Table`] reads a table batch by batch, [`Sink`] writes each batch with the columns that were computed
//! from it, and [`append`] does both and shows how far it is. A table of any length passes through; what is
//! written to a file stands under its name only when it is whole.
//!
//! The table: one header line that names every column differently, commas between cells, lines that begin
//! with `#` and blank lines left out. Cells stay text until a column is asked for as numbers, so columns that
//! nobody needs may hold anything. A quoted cell may hold commas, but no line break: lines are counted as an
//! editor counts them.

mod progress;
mod sink;
mod table;
#[cfg(test)]
mod tests;

pub use progress::Progress;
pub use sink::{Column, Sink, number};
pub use table::{Batch, Table};

use std::path::Path;

/// Refuses an output that would take the place of the table it is made from.
///
/// # Errors
/// When both are the same file.
pub fn refuse_overwriting(input: &Path, output: Option<&Path>) -> anyhow::Result<()> {
    let Some(output) = output else { return Ok(()) };
    match (input.canonicalize(), output.canonicalize()) {
        (Ok(one), Ok(other)) if one == other => {
            anyhow::bail!("--output {}: that is the input; give it another name", output.display())
        }
        _ => Ok(()),
    }
}

/// Passes `table` to `output` (standard output without one) with `names` appended: `compute` makes their
/// columns, in the same order, from each batch. Answers how many rows passed.
///
/// # Errors A table that cannot be read, an output that cannot be written, and whatever `compute` refuses; an
/// output file is then as it was before. A reader of standard output that has gone away (`| head`) ends the
/// work without an error.
pub fn append(
    mut table: Table,
    output: Option<&Path>,
    names: &[&str],
    mut compute: impl FnMut(&Batch) -> anyhow::Result<Vec<Column>>,
) -> anyhow::Result<u64> {
    let mut sink = Sink::create(output, table.headers(), names)?;
    let mut progress = Progress::new(table.length_bytes());
    let mut rows = 0;
    while let Some(batch) = table.next_batch()? {
        let columns = compute(&batch)?;
        if sink.write(&batch, &columns)?.is_break() {
            return Ok(rows);
        }
        rows += batch.len() as u64;
        progress.show(rows, table.read_bytes());
    }
    progress.end();
    sink.finish()?;
    progress::mention_left_out(table.left_out());
    Ok(rows)
}
