//! Formulas as text: parsed once, evaluated for one reading or for columns of them, differentiated exactly.
//!
//! A formula is a list of operations, each on results of earlier ones. Its gradient comes by running that list backwards
//! (reverse accumulation): every derivative is analytic, and what is printed as the formula is what is computed.
//!
//! The language: decimal numbers, names, `+ - * / ^`, brackets, and the functions `ln`, `log10`, `exp`, `sqrt`, `sin`, `cos`,
//! `tan`, `asin`, `acos`, `atan` (radians) and `abs`. `^` binds strongest and to the right; a whole exponent is repeated
//! multiplication, any other `exp(b ln a)`.

mod parse;
mod tape;
#[cfg(test)]
mod tests;

pub use parse::FormulaError;
pub use tape::Formula;
