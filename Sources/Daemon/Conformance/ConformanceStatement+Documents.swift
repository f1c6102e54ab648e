import DICOMCore
import DICOMObject

extension ConformanceStatement {
    /// What the node writes.
    static var documents: String {
        var table = MarkdownTable("form (`deliver:`)", "SOP class", "modality", "series number", "series description")
        for form in ReportForm.allCases {
            table.add(
                "`\(form.rawValue)`", SOPClass.name(of: form.sopClassUID) ?? "?", form.modality, "\(form.seriesNumber)",
                form.seriesDescription)
        }
        return """
            ## N.8 Objects created

            All in Implicit VR Little Endian. The Basic Text SR is written for every draft, the others where a peer is
            configured to get them. Identifiers are derived (UUID form, root 2.25) from the study, the images, the model, the
            form and the revision: a draft made again is the same instance. Instance Number is the revision.

            \(table.text)
            | attribute | value |
            | --- | --- |
            | Completion Flag (0040,A491) | PARTIAL |
            | Verification Flag (0040,A493) | UNVERIFIED |
            | Preliminary Flag (0040,A496) | PRELIMINARY |
            | Content Template Sequence (0040,A504) | DCMR 2000; DCMR 1500 in the Comprehensive 3D SR |
            | Predecessor Documents Sequence (0040,A360) | in revision 2 and later: the document replaced (121360, DCM) |
            | Current Requested Procedure Evidence Sequence (0040,A375) | every image the draft was made from |
            | patient, study, request | copied from the images |

            """
    }

    /// The codes of the findings.
    static var codes: String {
        """
        ## Codes

        Findings carry the code PS3.16 lists for them, otherwise a code of the private scheme
        `\(FindingCode.privateScheme)` ("\(FindingCode.privateSchemeName)"), declared in Coding Scheme Identification
        Sequence. Certainty is (111012, DCM, "Certainty of Finding") in percent; it is the model's own and not calibrated.

        """
    }
}
