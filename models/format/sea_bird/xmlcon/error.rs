//! What can be wrong with a configuration.

/// What is wrong with an `.xmlcon`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlconError {
    /// The text is too long.
    #[error("the configuration has {bytes} bytes; at most {} are read", super::MAX_BYTES)]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// It is not XML, or declares a document type.
    #[error("line {line}: not well-formed XML: {reason}")]
    Xml {
        /// The line.
        line: u32,
        /// What the XML reader said.
        reason: String,
    },
    /// Another kind of document.
    #[error("line {line}: the element `{found}` stands where `{expected}` is needed")]
    Element {
        /// The line.
        line: u32,
        /// What was found.
        found: String,
        /// What is needed.
        expected: &'static str,
    },
    /// An element that must be there exactly once.
    #[error("line {line}: `{parent}` has {count} elements `{name}`; exactly one is needed")]
    Count {
        /// The line of the parent.
        line: u32,
        /// The parent.
        parent: String,
        /// The element.
        name: &'static str,
        /// How many there are.
        count: usize,
    },
    /// Sensors that are not numbered in order.
    #[error(
        "line {line}: `{array}`: sensor index `{found}` where {expected} is next: sensors stand in the order of the scan, numbered from {first}, none twice"
    )]
    SensorOrder {
        /// The line.
        line: u32,
        /// The array.
        array: String,
        /// The index as written, empty if missing.
        found: String,
        /// The index that is next.
        expected: usize,
        /// Where the numbers begin.
        first: usize,
    },
    /// The array does not hold what it says.
    #[error("line {line}: `{array}` says it holds `{size}` sensors and holds {count}")]
    ArraySize {
        /// The line.
        line: u32,
        /// The array.
        array: String,
        /// The size as written.
        size: String,
        /// Sensors found.
        count: usize,
    },
    /// Too many sensors.
    #[error("line {line}: more than {} sensors", super::MAX_CHANNELS)]
    TooManySensors {
        /// The line.
        line: u32,
    },
    /// `SensorID` is missing, no whole number, or not the same in both places.
    #[error(
        "line {line}: SensorID `{value}` of `{element}`: a whole number is needed, the same on both elements"
    )]
    SensorId {
        /// The line.
        line: u32,
        /// The sensor's element.
        element: String,
        /// What is written; both, if they differ.
        value: String,
    },
    /// A value named twice.
    #[error("line {line}: `{path}` of `{element}` is already given on line {before}; which one holds?")]
    Duplicate {
        /// The line.
        line: u32,
        /// Where it was given before.
        before: u32,
        /// The sensor's element.
        element: String,
        /// The value.
        path: String,
    },
    /// Elements too deep inside one another.
    #[error("line {line}: elements are nested deeper than {limit}")]
    TooDeep {
        /// The line.
        line: u32,
        /// The limit.
        limit: usize,
    },
    /// More attributes, namespaces or letters than any maker's file has.
    #[error("line {line}: more than {limit} {what}")]
    TooMany {
        /// The line.
        line: u32,
        /// What there is too much of.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A coefficient that its equation needs is not there.
    #[error("line {line}: `{element}` with SensorID {id}: no `{path}`, which {equation} needs")]
    MissingCoefficient {
        /// The line of the sensor.
        line: u32,
        /// The sensor's element.
        element: String,
        /// Its SensorID.
        id: u32,
        /// The coefficient.
        path: String,
        /// The equation.
        equation: &'static str,
    },
    /// A coefficient that is no finite number.
    #[error(
        "line {line}: `{path}` of `{element}`: value `{value}`: accepted: a finite decimal number such as 4.36e-003"
    )]
    NotANumber {
        /// The line.
        line: u32,
        /// The sensor's element.
        element: String,
        /// The coefficient.
        path: String,
        /// Its text.
        value: String,
    },
    /// A setting that is no whole number.
    #[error("line {line}: `{name}`: value `{value}`: accepted: a whole number from 0")]
    NotWhole {
        /// The line.
        line: u32,
        /// The setting.
        name: String,
        /// Its text.
        value: String,
    },
}
