//! The values below an element, each with its path and line.

use super::reading::elements;
use super::{Value, XmlconError};
use crate::format::sea_bird::excerpt;
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Values as they are gathered. Lines and repeated names are looked up, not searched for, so that time grows with the length
/// of the file and not with its square.
pub(super) struct Values {
    list: Vec<Value>,
    /// Line of each path, in small letters.
    lines: BTreeMap<String, u32>,
    /// Where the lines of the file end.
    ends: Vec<usize>,
}

impl Values {
    pub(super) fn of(document: &Document<'_>) -> Values {
        let ends = document.input_text().match_indices('\n').map(|(place, _)| place).collect();
        Values { list: Vec::new(), lines: BTreeMap::new(), ends }
    }

    /// Takes every text below this element, with its path.
    pub(super) fn gather(&mut self, top: Node<'_, '_>, owner: &str) -> Result<(), XmlconError> {
        for leaf in top.descendants().filter(|node| node.is_element() && elements(*node).next().is_none()) {
            let mut steps: Vec<String> =
                leaf.ancestors().take_while(|node| *node != top).map(step).chain([step(top)]).collect();
            steps.reverse();
            let path = steps.join("/");
            let line = self.line(leaf);
            if let Some(before) = self.lines.insert(path.to_ascii_lowercase(), line) {
                return Err(XmlconError::Duplicate {
                    line,
                    before,
                    element: owner.to_owned(),
                    path: excerpt(&path),
                });
            }
            let text: String = leaf.children().filter(Node::is_text).filter_map(|node| node.text()).collect();
            self.list.push(Value { path, text: text.trim().to_owned(), line });
        }
        Ok(())
    }

    /// Takes one value out.
    pub(super) fn take(&mut self, path: &str) -> Option<String> {
        let place = self.list.iter().position(|value| value.path == path)?;
        Some(self.list.remove(place).text)
    }

    pub(super) fn into_list(self) -> Vec<Value> {
        self.list
    }

    fn line(&self, node: Node<'_, '_>) -> u32 {
        let start = node.range().start;
        u32::try_from(self.ends.partition_point(|end| *end < start) + 1).unwrap_or(u32::MAX)
    }
}

/// Name of an element, with the number of the equation where the maker writes several groups of one name.
pub(super) fn step(node: Node<'_, '_>) -> String {
    let name = node.tag_name().name();
    node.attribute("equation").map_or_else(|| name.to_owned(), |number| format!("{name}[{}]", number.trim()))
}
