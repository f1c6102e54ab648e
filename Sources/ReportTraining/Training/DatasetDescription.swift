/// What a bundle states about its training data.
package struct DatasetDescription: Sendable, Equatable {
    /// What the bundle may be used for.
    let statement: String
    /// Name, source and citation.
    let source: String

    /// ChestX-ray14 with composed reports.
    package static let nih = DatasetDescription(
        statement: "For demonstration, not for clinical use: trained on a thousand films whose labels were mined from "
            + "reports by rules, with report texts composed from those labels.",
        source: "NIH ChestX-ray14 (a selection of 1,000 films), provided by the NIH Clinical Center, "
            + "https://nihcc.app.box.com/v/ChestXray-NIHCC. Wang X, Peng Y, Lu L, Lu Z, Bagheri M, Summers RM. "
            + "ChestX-ray8: Hospital-scale Chest X-ray Database and Benchmarks on Weakly-Supervised Classification and "
            + "Localization of Common Thorax Diseases. IEEE CVPR 2017, 3462-3471.")

    /// Written reports of any origin in R2Gen's layout.
    package static let r2gen = DatasetDescription(
        statement: "For research, not for clinical use: trained on written reports; drafts may repeat their sentences.",
        source: "Pictures and written reports in R2Gen's layout (annotation.json); see the folder's own documentation.")

    /// Written reports and DICOM objects of a hospital.
    package static let dicom = DatasetDescription(
        statement: "For research, not for clinical use: trained on written reports; drafts may repeat their sentences.",
        source: "DICOM objects and written reports (reports.jsonl); see the folder's own documentation.")
}
