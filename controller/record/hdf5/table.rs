//! Plain tables of numbers as HDF5, for what is not a run's record: the twin's truth, campaigns.

use super::attributes::{Attributes, CONVENTIONS};
use super::run_read::text;
use super::sheet::{self, Sheet};
use super::{LayoutError, TABLES_LAYOUT, publish, run_write, seal, table_times};
use ::hdf5::{File, Group, Result};
use std::collections::BTreeMap;
use std::path::Path;

/// Attributes of the file that this module writes and reads for itself.
const OWN: [&str; 3] = ["layout", seal::ATTRIBUTE, "tables"];

/// A table: one group, one dimension, columns of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Name of the group; a letter, then letters, digits and underscores.
    pub group: String,
    /// Name of the dimension. A column of this name becomes its coordinate.
    pub dimension: String,
    /// The columns, all equally long.
    pub columns: Vec<Column>,
}

/// One column of a [`Table`].
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name of the variable; a letter, then letters, digits and underscores.
    pub name: String,
    /// UDUNITS string; a unit of the form `seconds since ...` makes it a UTC time, see [`crate::utc_seconds_unit`].
    pub unit: String,
    /// What it is, for people.
    pub long_name: String,
    /// The values; NaN where there is none.
    pub values: Vec<f64>,
}

/// A file of tables, read back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// The attributes of the file that are texts, among them those given when it was written.
    pub attributes: BTreeMap<String, String>,
    /// The tables, in the order in which they were written.
    pub tables: Vec<Table>,
}

impl Tables {
    /// The table in this group.
    pub fn table(&self, group: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.group == group)
    }
}

impl Table {
    /// The values of this column.
    pub fn column(&self, name: &str) -> Option<&[f64]> {
        self.columns.iter().find(|column| column.name == name).map(|column| column.values.as_slice())
    }
}

/// Writes tables to `path` as a record is written: partial file, made durable, read back, compared, renamed.
///
/// `attributes` are texts for the file, such as `run_id`, `title`, `summary`, `source`, `keywords`,
/// `history`; what CF-1.11 and ACDD-1.3 demand and is not given is added: `id` from `run_id`, `date_created` and
/// `time_coverage_*` from the UTC columns, so that the same tables give the same bytes.
///
/// # Errors
/// Columns of unequal length, names that netCDF does not take or takes twice, or a file system that refuses.
pub fn write_tables(
    path: &Path,
    attributes: &BTreeMap<String, String>,
    tables: &[Table],
) -> std::result::Result<(), LayoutError> {
    let refuse = |(table, why)| LayoutError::Table { path: path.display().to_string(), table, why };
    tables.iter().try_for_each(check).map_err(refuse)?;
    let image = run_write::image_of(path, |file| write(file, attributes, tables))
        .map_err(|error| LayoutError::making(path, error))?;
    publish::publish(path, &image, |partial| {
        let read = read_tables(partial)?.tables;
        Ok(read.len() == tables.len() && read.iter().zip(tables).all(|(one, other)| same(one, other)))
    })
}

/// Reads a file that [`write_tables`] wrote.
///
/// # Errors
/// A file that is missing, something else, or changed in any byte since it was written.
pub fn read_tables(path: &Path) -> std::result::Result<Tables, LayoutError> {
    let file = seal::open(path, TABLES_LAYOUT)?;
    read(&file).map_err(|error| LayoutError::hdf5(path, error))
}

fn read(file: &File) -> Result<Tables> {
    let mut attributes = BTreeMap::new();
    for name in file.attr_names()?.into_iter().filter(|name| !OWN.contains(&name.as_str())) {
        let text = text(file, &name)?;
        attributes.insert(name, text);
    }
    let order = text(file, "tables")?;
    let tables = order.split_whitespace().map(|name| read_table(&file.group(name)?, name));
    Ok(Tables { tables: tables.collect::<Result<_>>()?, attributes })
}

fn write(file: &File, attributes: &BTreeMap<String, String>, tables: &[Table]) -> Result<()> {
    let order: Vec<&str> = tables.iter().map(|table| table.group.as_str()).collect();
    let attributes = &with_known(attributes, tables);
    global(attributes, "")
        .long_text("layout", TABLES_LAYOUT)
        .long_text(seal::ATTRIBUTE, &seal::placeholder())
        .long_text("tables", &order.join(" "))
        .write(file)?;
    for table in tables {
        let group = run_write::group(file, &table.group)?;
        let columns: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        let attributes = global(attributes, &format!(": {}", table.group));
        attributes
            .long_text("dimension", &table.dimension)
            .long_text("columns", &columns.join(" "))
            .write(&group)?;
        write_columns(&group, table)?;
    }
    Ok(())
}

/// What was given, without what only the file itself may say, and beside it what follows from it and from the tables.
fn with_known(given: &BTreeMap<String, String>, tables: &[Table]) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let mut know = |name: &str, text: String| drop(known.insert(name.to_owned(), text));
    given.get("run_id").into_iter().for_each(|run| know("id", format!("{run}.tables")));
    if let Some((start, end)) = table_times::coverage(tables) {
        know("date_created", end.clone());
        know("time_coverage_start", start);
        know("time_coverage_end", end);
    }
    let given = given.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    known.extend(given.map(|(name, text)| (name.clone(), text.clone())));
    known
}

/// What was given, and in its place or beside it what CF and ACDD demand.
fn global(attributes: &BTreeMap<String, String>, part: &str) -> Attributes {
    let title = attributes.get("title").map_or("Tables of numbers", String::as_str);
    let history = concat!("written by hadal-record ", env!("CARGO_PKG_VERSION"));
    let mut all: BTreeMap<&str, &str> =
        [("summary", title), ("keywords", "calibration, ocean sensors"), ("history", history)].into();
    all.extend(attributes.iter().map(|(name, text)| (name.as_str(), text.as_str())));
    let title = format!("{title}{part}");
    all.extend([("title", title.as_str()), ("Conventions", CONVENTIONS)]);
    all.into_iter().fold(Attributes::default(), |attributes, (name, text)| attributes.long_text(name, text))
}

fn write_columns(group: &Group, table: &Table) -> Result<()> {
    let rows = table.columns.first().map_or(0, |column| column.values.len());
    let scale = table.columns.iter().find(|column| column.name == table.dimension);
    let sheet = match scale {
        Some(column) if is_time(column) => {
            Sheet::with_scale(group, &table.dimension, &column.values, &describe(column).text("axis", "T"))?
        }
        Some(column) => Sheet::with_scale(group, &table.dimension, &column.values, &describe(column))?,
        None => Sheet::without_scale(group, &table.dimension, rows)?,
    };
    let others = table.columns.iter().filter(|column| column.name != table.dimension);
    others.into_iter().try_for_each(|column| {
        sheet.numbers(&column.name, &column.values, &describe(column).double("_FillValue", f64::NAN))
    })
}

fn describe(column: &Column) -> Attributes {
    if is_time(column) {
        return Attributes::time_in(&column.unit, &column.long_name);
    }
    Attributes::variable(&column.unit, &column.long_name).content("modelResult")
}

fn is_time(column: &Column) -> bool {
    column.unit.contains(" since ")
}

fn read_table(group: &Group, name: &str) -> Result<Table> {
    let columns = text(group, "columns")?;
    let columns = columns.split_whitespace().map(|name| read_column(group, name)).collect::<Result<_>>()?;
    Ok(Table { group: name.to_owned(), dimension: text(group, "dimension")?, columns })
}

fn read_column(group: &Group, name: &str) -> Result<Column> {
    let dataset = group.dataset(name)?;
    let text = |attribute: &str| super::dimension_scale::read_text_attribute(&dataset, attribute);
    Ok(Column {
        name: name.to_owned(),
        unit: text("units")?,
        long_name: text("long_name")?,
        values: dataset.read_raw()?,
    })
}

/// The group of a table that cannot be written, and why.
fn check(table: &Table) -> std::result::Result<(), (String, String)> {
    let columns = table.columns.iter().map(|column| (column.name.as_str(), column.values.len()));
    let fault = sheet::fault(&[&table.group, &table.dimension], columns);
    fault.map_or(Ok(()), |why| Err((table.group.clone(), why)))
}

/// Equal to the last bit, NaN included.
fn same(one: &Table, other: &Table) -> bool {
    let same_column = |(one, other): (&Column, &Column)| {
        one.name == other.name
            && (&one.unit, &one.long_name) == (&other.unit, &other.long_name)
            && sheet::same_bits(&one.values, &other.values)
    };
    one.group == other.group
        && one.columns.len() == other.columns.len()
        && one.columns.iter().zip(&other.columns).all(same_column)
}
