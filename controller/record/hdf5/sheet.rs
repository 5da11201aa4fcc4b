//! One group of a file: a dimension and the variables on it.

use super::attributes::{Attributes, variable_length};
use super::dimension_scale;
use crate::names::is_identifier;
use ::hdf5::types::VarLenUnicode;
use ::hdf5::{Dataset, Group, H5Type, Result};

/// Shorter columns are stored as they are; longer ones in chunks, compressed and with checksums.
const CHUNK_FROM: usize = 4096;
/// Values in a chunk.
const CHUNK: usize = 65_536;
/// Fast, and within a tenth of what slower levels reach on these columns.
const DEFLATE: u8 = 2;

/// Why columns of these names and lengths are no sheet, if they are none. `beside` are names of the group and its dimension.
pub(super) fn fault<'a>(
    beside: &[&'a str],
    columns: impl Iterator<Item = (&'a str, usize)> + Clone,
) -> Option<String> {
    let names = beside.iter().copied().chain(columns.clone().map(|(name, _)| name));
    if let Some(name) = names.into_iter().find(|name| !is_identifier(name)) {
        return Some(format!("name `{name}`; accepted are a letter, then letters, digits and underscores"));
    }
    let mut seen = std::collections::BTreeSet::new();
    let rows = columns.clone().next().map_or(0, |(_, rows)| rows);
    for (name, found) in columns {
        if found != rows {
            return Some(format!("column {name} has {found} rows, others have {rows}"));
        }
        if !seen.insert(name) {
            return Some(format!("column {name} is given twice"));
        }
    }
    None
}

/// Equal to the last bit, NaN included.
pub(super) fn same_bits(one: &[f64], other: &[f64]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.to_bits() == other.to_bits())
}

/// A group being written, with one dimension.
pub(super) struct Sheet {
    group: Group,
    dimension: String,
    length: usize,
    coordinates: Option<String>,
}

impl Sheet {
    /// A dimension whose scale is one of the variables, written with [`Sheet::scale`] before the others.
    pub(super) fn with_scale<T: H5Type>(
        group: &Group,
        dimension: &str,
        values: &[T],
        attributes: &Attributes,
    ) -> Result<Self> {
        let sheet = Self {
            group: group.clone(),
            dimension: dimension.to_owned(),
            length: values.len(),
            coordinates: None,
        };
        let dataset = numbers(group, dimension, values)?;
        dimension_scale::make_scale(&dataset, dimension)?;
        attributes.write(&dataset)?;
        Ok(sheet)
    }

    /// A dimension that is only a length.
    pub(super) fn without_scale(group: &Group, dimension: &str, length: usize) -> Result<Self> {
        let dataset = group.new_dataset::<f32>().obj_track_times(false).shape(length).create(dimension)?;
        dimension_scale::make_scale_without_values(&dataset, length)?;
        Ok(Self { group: group.clone(), dimension: dimension.to_owned(), length, coordinates: None })
    }

    /// Makes a variable that was written a coordinate of all that follow.
    pub(super) fn coordinate(mut self, name: &str) -> Self {
        self.coordinates = Some(name.to_owned());
        self
    }

    /// A variable of numbers.
    pub(super) fn numbers<T: H5Type>(&self, name: &str, values: &[T], attributes: &Attributes) -> Result<()> {
        self.check(name, values.len())?;
        self.finish(&numbers(&self.group, name, values)?, attributes)
    }

    /// A variable of texts.
    pub(super) fn texts<'a>(
        &self,
        name: &str,
        texts: impl Iterator<Item = &'a str>,
        attributes: &Attributes,
    ) -> Result<()> {
        let texts: Vec<VarLenUnicode> = texts.map(variable_length).collect::<Result<_>>()?;
        self.check(name, texts.len())?;
        let builder = self.group.new_dataset_builder().with_data(&texts).obj_track_times(false);
        self.finish(&builder.create(name)?, attributes)
    }

    fn check(&self, name: &str, length: usize) -> Result<()> {
        if length == self.length {
            return Ok(());
        }
        Err(format!("{name} has {length} values, its dimension {} has {}", self.dimension, self.length)
            .into())
    }

    fn finish(&self, dataset: &Dataset, attributes: &Attributes) -> Result<()> {
        dimension_scale::attach_scale(dataset, &format!("{}/{}", self.group.name(), self.dimension))?;
        attributes.write(dataset)?;
        let coordinates = self.coordinates.iter();
        coordinates
            .into_iter()
            .try_for_each(|name| dimension_scale::text_attribute(dataset, "coordinates", name))
    }
}

fn numbers<T: H5Type>(group: &Group, name: &str, values: &[T]) -> Result<Dataset> {
    let builder = group.new_dataset_builder().with_data(values).obj_track_times(false);
    if values.len() < CHUNK_FROM {
        return builder.create(name);
    }
    builder.chunk(CHUNK.min(values.len())).shuffle().deflate(DEFLATE).fletcher32().create(name)
}
