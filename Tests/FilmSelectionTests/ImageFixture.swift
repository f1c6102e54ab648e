import DICOMCore

@testable import FilmSelection
@testable import WorkList
@testable import WorkListDatabase

/// An image as the work list knows it. By default a DX film of the chest.
func image(
    sopClass: String = "1.2.840.10008.5.1.4.1.1.1.1", modality: String? = "DX", part: String? = "CHEST",
    region: CodedConcept? = nil, view: String? = nil, code: CodedConcept? = nil, modifiers: [CodedConcept] = [],
    orientation: String? = nil,
    type: String? = nil, processing: String? = nil, protocolName: String? = nil, series: String? = nil,
    study: String? = nil, uid: String = "1"
) -> ReceivedImage {
    ReceivedImage(
        instance: StoredInstance(
            sopClassUID: sopClass, sopInstanceUID: uid, transferSyntaxUID: "", studyInstanceUID: "",
            seriesInstanceUID: "", path: "", byteCount: 1, sha256: [], frameCount: 1),
        patientID: nil, rows: nil, columns: nil, modality: modality, bodyPartExamined: part, anatomicRegion: region,
        viewPosition: view, viewCode: code, viewModifiers: modifiers,
        patientOrientation: orientation, imageType: type, acquisitionDeviceProcessingDescription: processing,
        protocolName: protocolName, seriesDescription: series, studyDescription: study)
}

func reason(_ image: ReceivedImage) -> String? { Eligibility().reasonAgainst(image) }
