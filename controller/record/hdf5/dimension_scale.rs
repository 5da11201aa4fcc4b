//! What hdf5-metno cannot do: text attributes and dimension scales as netCDF readers want them, and a file's bytes.
//!
//! A dimension scale is a dataset with the attributes `CLASS = "DIMENSION_SCALE"` and `NAME`; a variable lists the
//! scales of its dimensions in `DIMENSION_LIST` (HDF5 Dimension Scale Specification). The scale library demands that
//! `CLASS` be a NUL-terminated string of fixed length, which hdf5-metno cannot write: six calls of the C interface do. A file made in memory comes out by a seventh.

#![allow(unsafe_code, reason = "the safe interface pads strings with NUL, which netCDF refuses in CLASS")]

use ::hdf5::types::{FixedUnicode, VarLenArray};
use ::hdf5::{Dataset, Error, File, Location, ObjectReference1, Result};
use ::hdf5_sys::h5a::{H5Aclose, H5Acreate2, H5Awrite};
use ::hdf5_sys::h5f::H5Fget_file_image;
use ::hdf5_sys::h5i::hid_t;
use ::hdf5_sys::h5p::H5P_DEFAULT;
use ::hdf5_sys::h5s::{H5S_class_t, H5Sclose, H5Screate};
use ::hdf5_sys::h5t::{
    H5T_C_S1, H5T_cset_t, H5T_str_t, H5Tclose, H5Tcopy, H5Tset_cset, H5Tset_size, H5Tset_strpad,
};
use std::ffi::CString;

/// What netCDF calls a dimension that has no values; its length follows, right-aligned in ten places.
const WITHOUT_VALUES: &str = "This is a netCDF dimension but not a netCDF variable.";

/// Longest text that [`read_text_attribute`] reads whole.
const TEXT_MAX: usize = 1024;

/// Writes a fixed-length, NUL-terminated text attribute.
pub(super) fn text_attribute(object: &Location, name: &str, text: &str) -> Result<()> {
    let name = CString::new(name).map_err(|_| Error::from("attribute name with NUL"))?;
    let text = CString::new(text).map_err(|_| Error::from("attribute text with NUL"))?;
    ::hdf5::sync::sync(|| create_and_write(object.id(), &name, &text))
}

/// Reads a text attribute that [`text_attribute`] wrote.
pub(super) fn read_text_attribute(object: &Location, name: &str) -> Result<String> {
    let text: FixedUnicode<TEXT_MAX> = object.attr(name)?.read_scalar()?;
    Ok(text.as_str().to_owned())
}

/// Closes a handle of the C interface when it goes out of scope.
struct Handle(hid_t, unsafe extern "C" fn(hid_t) -> i32);

impl Handle {
    fn new(id: hid_t, close: unsafe extern "C" fn(hid_t) -> i32, what: &str) -> Result<Self> {
        check(id, what)?;
        Ok(Self(id, close))
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: the handle is valid, is closed by the function of its kind, and only here; the caller holds the lock.
        unsafe { (self.1)(self.0) };
    }
}

/// Must be called under hdf5-metno's global lock: the C library is not thread-safe.
fn create_and_write(object: hid_t, name: &CString, text: &CString) -> Result<()> {
    // As netCDF does, the terminator is counted only in the scale library's own attributes and where it stands alone.
    let own = matches!(name.as_bytes(), b"CLASS" | b"NAME");
    let size = text.as_bytes().len() + usize::from(own || text.is_empty());
    // SAFETY: H5open has been called by `sync`, so that H5T_C_S1 is set; it is copied, never changed.
    let string = Handle::new(unsafe { H5Tcopy(*H5T_C_S1) }, H5Tclose, "H5Tcopy")?;
    let set = if own { H5T_cset_t::H5T_CSET_ASCII } else { H5T_cset_t::H5T_CSET_UTF8 };
    // SAFETY: `string` is a valid string type of our own.
    let changed = unsafe {
        [
            H5Tset_size(string.0, size),
            H5Tset_strpad(string.0, H5T_str_t::H5T_STR_NULLTERM),
            H5Tset_cset(string.0, set),
        ]
    };
    changed.into_iter().try_for_each(|status| check(status.into(), "H5Tset"))?;
    // SAFETY: no pointer goes in.
    let space = Handle::new(unsafe { H5Screate(H5S_class_t::H5S_SCALAR) }, H5Sclose, "H5Screate")?;
    // SAFETY: all handles are valid, and the name ends with NUL and outlives the call.
    let attribute = unsafe { H5Acreate2(object, name.as_ptr(), string.0, space.0, H5P_DEFAULT, H5P_DEFAULT) };
    let attribute = Handle::new(attribute, H5Aclose, "H5Acreate2")?;
    // SAFETY: the buffer holds at least `size` bytes: the text and, where it is counted, its terminator.
    check(unsafe { H5Awrite(attribute.0, string.0, text.as_ptr().cast()) }.into(), "H5Awrite")
}

fn check(status: i64, call: &str) -> Result<()> {
    if status < 0 { Err(Error::from(format!("{call} failed"))) } else { Ok(()) }
}

/// The bytes of a file as they would be on disk.
pub(super) fn file_image(file: &File) -> Result<Vec<u8>> {
    file.flush()?;
    ::hdf5::sync::sync(|| {
        // SAFETY: the file is open; without a buffer only the length is asked for.
        let length = unsafe { H5Fget_file_image(file.id(), std::ptr::null_mut(), 0) };
        let mut image =
            vec![0; usize::try_from(length).map_err(|_| Error::from("H5Fget_file_image failed"))?];
        // SAFETY: the file is open, and the buffer has the length that is given.
        let copied = unsafe { H5Fget_file_image(file.id(), image.as_mut_ptr().cast(), image.len()) };
        if copied == length { Ok(image) } else { Err(Error::from("H5Fget_file_image failed")) }
    })
}

/// Makes a dataset the scale of the dimension that bears its name.
pub(super) fn make_scale(dataset: &Dataset, name: &str) -> Result<()> {
    text_attribute(dataset, "CLASS", "DIMENSION_SCALE")?;
    text_attribute(dataset, "NAME", name)
}

/// Makes a dataset stand for a dimension that has a length but no values.
pub(super) fn make_scale_without_values(dataset: &Dataset, length: usize) -> Result<()> {
    make_scale(dataset, &format!("{WITHOUT_VALUES}{length:10}"))
}

/// Says that `scale` (a full path) measures the only dimension of `dataset`.
pub(super) fn attach_scale(dataset: &Dataset, scale: &str) -> Result<()> {
    let reference = dataset.reference::<ObjectReference1>(scale)?;
    let list = [VarLenArray::from_slice(&[reference])];
    let attribute = dataset.new_attr::<VarLenArray<ObjectReference1>>().shape(1).create("DIMENSION_LIST")?;
    attribute.write(&list)
}
