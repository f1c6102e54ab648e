import DICOMCore
package import WorkList

extension Eligibility {
    /// Whether an attribute of an eligible image, of its series or of its study names a view. Such an image counts as frontal
    /// without one, which the reader of its draft must know.
    ///
    /// A value in no table counts as naming one: such an image is eligible only if `views` lists the value.
    package static func statesView(_ image: ReceivedImage) -> Bool {
        if let value = image.viewPosition.map(FoldedText.init), !value.words.isEmpty, !ViewWords.saysNothing(value) {
            return true
        }
        if let code = image.viewCode {
            if ViewCodes.view(of: code) != nil || ViewStatement(FoldedText(code.meaning)) != .nothing { return true }
        }
        if image.patientOrientation.flatMap(PatientOrientation.init) != nil { return true }
        let texts = image.descriptions.map(\.value) + [image.studyDescription].compactMap(\.self)
        return texts.contains { ViewStatement(FoldedText($0)) != .nothing }
    }
}
