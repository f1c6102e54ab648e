/// The sentences of the Impression section, which a clinician reads first; the most urgent come first.
enum ImpressionPhrases {
    static let normal = Phrase(
        absent: [.atelectasis, .consolidation, .edema, .effusion, .infiltration, .pneumonia, .pneumothorax],
        "No acute cardiopulmonary abnormality.",
        "No acute cardiopulmonary disease.",
        "No evidence of acute cardiopulmonary disease.")
    static let pneumothorax = Phrase(
        present: [.pneumothorax],
        "Pneumothorax.",
        "Pneumothorax, to be communicated to the referring clinician.")
    static let pneumonia = Phrase(
        present: [.pneumonia],
        "Pneumonia.",
        "Findings consistent with pneumonia.",
        "Airspace disease consistent with pneumonia.")
    static let consolidation = Phrase(present: [.consolidation], "Airspace consolidation.", "Pulmonary consolidation.")
    static let infiltration = Phrase(
        present: [.infiltration], "Pulmonary infiltrates.", "Patchy pulmonary infiltrates.")
    static let edema = Phrase(present: [.edema], "Pulmonary edema.", "Findings of pulmonary edema.")
    static let effusion = Phrase(present: [.effusion], "Pleural effusion.")
    static let edemaEffusion = Phrase(
        present: [.edema, .effusion],
        "Pulmonary edema with pleural effusion.",
        "Pulmonary edema and pleural effusion.")
    static let atelectasis = Phrase(present: [.atelectasis], "Atelectasis.", "Subsegmental atelectasis.")
    static let mass = Phrase(
        present: [.mass],
        "Pulmonary mass, for which CT is recommended.",
        "Lung mass, CT of the chest is recommended.")
    static let nodule = Phrase(
        present: [.nodule],
        "Pulmonary nodule, for which CT is recommended.",
        "Lung nodule, CT of the chest is recommended.")
    static let cardiomegaly = Phrase(present: [.cardiomegaly], "Cardiomegaly.")
    static let emphysema = Phrase(present: [.emphysema], "Emphysema.", "Emphysematous change.")
    static let fibrosis = Phrase(present: [.fibrosis], "Pulmonary fibrosis.", "Fibrotic change.")
    static let pleuralThickening = Phrase(present: [.pleuralThickening], "Pleural thickening.")
    static let hernia = Phrase(present: [.hernia], "Hiatal hernia.")

    static let all = [
        normal, pneumothorax, pneumonia, consolidation, infiltration, edema, effusion, edemaEffusion, atelectasis, mass,
        nodule, cardiomegaly, emphysema, fibrosis, pleuralThickening, hernia,
    ]
}
