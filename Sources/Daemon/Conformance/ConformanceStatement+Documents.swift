import DICOMCore
import DICOMObject
import ThoraxConfiguration

extension ConformanceStatement {
    /// The documents that the node writes.
    static var documents: String {
        """
        ## N.8 Objects created

        All in Implicit VR Little Endian. The Basic Text SR is written for every draft and every signed report, the other
        forms where a peer is configured to get them. Patient, study and request are copied from the images. Series Date and
        Series Time are those of the study where the images have both, otherwise those of the content.

        ### Drafts

        Identifiers are derived (UUID form, root 2.25) from the study, the images, the model, the form and the revision: a
        draft made again is the same instance. Instance Number is the revision.

        \(table(of: ReportForm.ofDrafts.map { ($0, $0.draftSeries) }))
        | attribute | value |
        | --- | --- |
        | Completion Flag (0040,A491) | PARTIAL |
        | Verification Flag (0040,A493) | UNVERIFIED |
        | Preliminary Flag (0040,A496) | PRELIMINARY |
        | Content Template Sequence (0040,A504) | DCMR 2000; DCMR 1500 in the Comprehensive 3D SR |
        | Predecessor Documents Sequence (0040,A360) | in revision 2 and later: the document replaced (121360, DCM) |
        | Current Requested Procedure Evidence Sequence (0040,A375) | every image the draft was made from |

        ### Signed reports and addenda

        Written when a reviewer accepts or edits a draft, or adds to what was signed. Identifiers are derived from the
        study, the draft's document, what was done, when it was signed and the form. Instance Number counts the verdicts
        of the study. A Comprehensive 3D SR is a result of the model and is not signed. A signed report that a workstation
        sends back is itself the successor: none is written.

        \(table(of: ReportForm.ofSignedReports.compactMap { form in form.signedSeries.map { (form, $0) } }))
        Addenda are in series of their own:

        \(table(of: ReportForm.ofSignedReports.compactMap { form in form.addendumSeries.map { (form, $0) } }))
        | attribute | value |
        | --- | --- |
        | Completion Flag (0040,A491) | COMPLETE |
        | Verification Flag (0040,A493) | VERIFIED |
        | Preliminary Flag (0040,A496) | FINAL |
        | Verifying Observer Sequence (0040,A073) | name, organization and code of the reviewer; DateTime with offset from UTC |
        | Author Observer Sequence (0040,A078) | the device; with the reviewer where the text was edited; only the reviewer of an addendum |
        | Predecessor Documents Sequence (0040,A360) | the draft of the same form (121362, DCM) where it was accepted, (121360, DCM) where it was edited; the signed report (121361, DCM) of an addendum |
        | Content Template Sequence (0040,A504) | DCMR 2000; an addendum has the headings Summary, which says what it is, and Addendum |
        | Current Requested Procedure Evidence Sequence (0040,A375) | the images of the draft |

        ### Rejection notes

        A Key Object Selection Document (DCMR 2010) for a draft that a reviewer rejected, for peers that list it in
        `deliver:`. Its title says why: (113001, DCM) quality, (113037, DCM) patient safety, (113038, DCM) wrong worklist
        entry. It names every document of the draft in content and in evidence, the reviewer as observer, and the comment
        as Key Object Description.

        \(table(of: [(.rejectionNote, ReportForm.rejectionNote.draftSeries)]))
        """
    }

    private static func table(of series: [(form: ReportForm, series: ReportSeries)]) -> String {
        var table = MarkdownTable("form (`deliver:`)", "SOP class", "modality", "series number", "series description")
        for (form, series) in series {
            table.add(
                "`\(form.rawValue)`", SOPClass.name(of: form.sopClassUID) ?? "?", form.modality, "\(series.number)",
                series.description)
        }
        return table.text
    }

    /// The codes of the findings.
    static var codes: String {
        """
        ## Codes

        Findings carry the code PS3.16 lists for them, otherwise a code of the private scheme
        `\(FindingCode.privateScheme)` ("\(FindingCode.privateSchemeName)"), declared in Coding Scheme Identification
        Sequence. Certainty is (111012, DCM, "Certainty of Finding") in percent; it is the model's own, calibrated if the bundle says so.

        """
    }
}
