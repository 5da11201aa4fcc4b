//! One dataset at the root of a file, as xarray opens it without being told where: what a converted cast is.

use super::attributes::{Attributes, CONVENTIONS};
use super::sheet::{self, Sheet};
use super::{DATASET_LAYOUT, LayoutError, publish, run_write, seal};
use ::hdf5::{File, Result};
use std::path::Path;

/// Columns on one dimension, with what is said of them and of the whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dataset {
    /// What is said of the whole, such as `title` and `history`, in the order in which it is written. `Conventions` is
    /// added.
    pub attributes: Vec<(String, Attribute)>,
    /// Name of the dimension. A variable of this name becomes its coordinate.
    pub dimension: String,
    /// The columns, all equally long.
    pub variables: Vec<DatasetVariable>,
}

/// One column of a [`Dataset`].
#[derive(Clone, Debug, PartialEq)]
pub struct DatasetVariable {
    /// A letter, then letters, digits and underscores.
    pub name: String,
    /// What is said of it; `units` is a UDUNITS string.
    pub attributes: Vec<(String, Attribute)>,
    /// The values.
    pub values: DatasetValues,
}

/// What an attribute says.
#[derive(Clone, Debug, PartialEq)]
pub enum Attribute {
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum DatasetValues {
    /// Numbers; NaN where there is none.
    Numbers(Vec<f64>),
    /// Whole numbers, without units.
    Counts(Vec<u64>),
    /// Codes with the meaning of each, from 0.
    Flags(Vec<u8>, &'static [&'static str]),
}

impl DatasetValues {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(values) => values.len(),
            Self::Counts(values) => values.len(),
            Self::Flags(values, _) => values.len(),
        }
    }
}

/// Writes a dataset to `path` as a record is written: partial file, made durable, read back, compared, renamed.
///
/// # Errors
/// Columns of unequal length, names that netCDF does not take or takes twice, or a file system that refuses.
pub fn write_dataset(path: &Path, dataset: &Dataset) -> std::result::Result<(), LayoutError> {
    let refuse = |why| LayoutError::Table { path: path.display().to_string(), table: "/".to_owned(), why };
    let columns = dataset.variables.iter().map(|variable| (variable.name.as_str(), variable.values.len()));
    sheet::fault(&[&dataset.dimension], columns).map_or(Ok(()), |why| Err(refuse(why)))?;
    let image = run_write::image_of(path, |file| write(file, dataset))
        .map_err(|error| LayoutError::making(path, error))?;
    publish::publish(path, &image, |partial| {
        let file = seal::open(partial, DATASET_LAYOUT)?;
        same(&file, dataset).map_err(|error| LayoutError::hdf5(partial, error))
    })
}

fn write(file: &File, dataset: &Dataset) -> Result<()> {
    let texts = |attributes: Attributes, given: &[(String, Attribute)]| {
        given.iter().fold(attributes, |attributes, (name, said)| match said {
            Attribute::Text(text) => attributes.long_text(name, text),
            Attribute::Number(number) => attributes.double(name, *number),
        })
    };
    let conventions = Attributes::default().long_text("Conventions", CONVENTIONS);
    texts(conventions, &dataset.attributes)
        .long_text("layout", DATASET_LAYOUT)
        .long_text(seal::ATTRIBUTE, &seal::placeholder())
        .write(file)?;
    let rows = dataset.variables.first().map_or(0, |variable| variable.values.len());
    let scale = dataset.variables.iter().find(|variable| variable.name == dataset.dimension);
    let sheet = match scale.map(|variable| (&variable.values, &variable.attributes)) {
        Some((DatasetValues::Numbers(values), given)) => {
            let attributes = texts(Attributes::default(), given);
            Sheet::with_scale(file, &dataset.dimension, values, &attributes)?
        }
        _ => Sheet::without_scale(file, &dataset.dimension, rows)?,
    };
    for variable in dataset.variables.iter().filter(|variable| variable.name != dataset.dimension) {
        let given = |attributes| texts(attributes, &variable.attributes);
        match &variable.values {
            DatasetValues::Numbers(values) => {
                let attributes = given(Attributes::default()).double("_FillValue", f64::NAN);
                sheet.numbers(&variable.name, values, &attributes)?;
            }
            DatasetValues::Counts(values) => {
                sheet.numbers(&variable.name, values, &given(Attributes::default()))?;
            }
            DatasetValues::Flags(codes, meanings) => {
                let attributes = given(Attributes::codes(meanings));
                sheet.numbers(&variable.name, codes, &attributes)?;
            }
        }
    }
    Ok(())
}

/// Whether the file holds these values, to the last bit.
fn same(file: &File, dataset: &Dataset) -> Result<bool> {
    for variable in &dataset.variables {
        let found = file.dataset(&variable.name)?;
        let same = match &variable.values {
            DatasetValues::Numbers(values) => sheet::same_bits(&found.read_raw()?, values),
            DatasetValues::Counts(values) => found.read_raw::<u64>()? == *values,
            DatasetValues::Flags(values, _) => found.read_raw::<u8>()? == *values,
        };
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}
