//! Dialogues with laboratory instruments, good lines and bad ones, and mutations of them: no decoder panics, however the bytes
//! arrive it takes the same messages from them, and after a reset it reads the next one.

use hadal_wire::plant_plc::rtu;
use hadal_wire::{Decode, dhi_ppch, hart_bath, isotech_millik, mensor_cpc8000};
use proptest::prelude::*;
use std::fmt::Debug;

const CORPUS: [&[u8]; 10] = [
    include_bytes!("../corpus/millik-requests.txt"),
    include_bytes!("../corpus/millik-replies.txt"),
    include_bytes!("../corpus/hart-bath-requests.txt"),
    include_bytes!("../corpus/hart-bath-replies.txt"),
    include_bytes!("../corpus/ppch-requests.txt"),
    include_bytes!("../corpus/ppch-replies.txt"),
    include_bytes!("../corpus/cpc8000-requests.txt"),
    include_bytes!("../corpus/cpc8000-replies.txt"),
    include_bytes!("../corpus/modbus-rtu-requests.bin"),
    include_bytes!("../corpus/modbus-rtu-replies.bin"),
];

/// The messages that a decoder takes, whole and byte by byte.
fn both_ways<D: Decode<Message: Debug> + Default>(bytes: &[u8]) -> (Vec<String>, Vec<String>) {
    let written = |taken: Vec<Result<D::Message, _>>| -> Vec<String> {
        taken.into_iter().filter_map(Result::ok).map(|message| format!("{message:?}")).collect()
    };
    let whole = written(D::default().feed(bytes));
    let mut decoder = D::default();
    let pieces = bytes.iter().flat_map(|byte| decoder.feed(&[*byte])).collect();
    (whole, written(pieces))
}

/// Every decoder of this corpus on the same bytes.
fn every_decoder(bytes: &[u8]) -> [(Vec<String>, Vec<String>); 10] {
    [
        both_ways::<isotech_millik::RequestDecoder>(bytes),
        both_ways::<isotech_millik::ReplyDecoder>(bytes),
        both_ways::<hart_bath::RequestDecoder>(bytes),
        both_ways::<hart_bath::ReplyDecoder>(bytes),
        both_ways::<dhi_ppch::RequestDecoder>(bytes),
        both_ways::<dhi_ppch::ReplyDecoder>(bytes),
        both_ways::<mensor_cpc8000::RequestDecoder>(bytes),
        both_ways::<mensor_cpc8000::ReplyDecoder>(bytes),
        both_ways::<rtu::RequestDecoder>(bytes),
        both_ways::<rtu::ReplyDecoder>(bytes),
    ]
}

#[test]
fn each_dialogue_has_so_many_messages_however_it_arrives() {
    let expected = [8, 6, 13, 9, 14, 12, 13, 6, 3, 4];
    for ((index, bytes), count) in CORPUS.into_iter().enumerate().zip(expected) {
        let (whole, pieces) = &every_decoder(bytes)[index];
        assert_eq!(whole, pieces);
        assert_eq!(whole.len(), count, "{}: {whole:#?}", bytes.escape_ascii());
    }
}

proptest! {
    #[test]
    fn mutations_never_panic_and_never_depend_on_how_they_arrive(
        index in 0usize..CORPUS.len(),
        other in 0usize..CORPUS.len(),
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = CORPUS[index].to_vec();
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let cut = cut.index(bytes.len());
        bytes.splice(cut..cut, CORPUS[other].iter().copied());
        for (whole, pieces) in every_decoder(&bytes) {
            prop_assert_eq!(whole, pieces);
        }
    }

    #[test]
    fn after_a_reset_the_next_message_is_read(index in 0usize..CORPUS.len(), cut in any::<prop::sample::Index>()) {
        let bytes = CORPUS[index];
        let mut decoder = rtu::ReplyDecoder::default();
        decoder.feed(&bytes[..cut.index(bytes.len())]);
        decoder.reset();
        let written = rtu::encode_reply(&hadal_wire::plant_plc::Reply::Written);
        prop_assert_eq!(decoder.feed(&written).remove(0).unwrap(), hadal_wire::plant_plc::Reply::Written);
    }
}
