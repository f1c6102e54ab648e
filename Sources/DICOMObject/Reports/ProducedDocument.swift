package import DICOMCore

/// A document that a node of this project wrote, recognised by its header alone: the number and the description of its
/// series, which no other form has, and UIDs that are derived from its sources (`ReportIdentity`).
package struct ProducedDocument: Sendable, Equatable {
    package let form: ReportForm
    /// Whether it is a draft; otherwise it follows a decision on one.
    package let isDraft: Bool

    /// Returns nil for any other object.
    package init?(_ header: InstanceHeader) {
        guard header.sopInstanceUID.hasPrefix("2.25."), header.seriesInstanceUID.hasPrefix("2.25."),
            let number = header.seriesNumber, let description = header.seriesDescription
        else { return nil }
        let series = ReportSeries(number: number, description: description)
        let form = ReportForm.allCases.first { form in
            form.sopClassUID.description == header.sopClassUID
                && [form.draftSeries, form.signedSeries, form.addendumSeries].contains(series)
        }
        guard let form else { return nil }
        self.form = form
        isDraft = series == form.draftSeries && form != .rejectionNote
        // No draft is verified: a workstation has signed it and sent it back.
        if isDraft, header.verificationFlag == "VERIFIED" { return nil }
    }
}
