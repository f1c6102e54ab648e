/// The sentences of the Findings section about what is present or absent, by region. They claim no side, location, size,
/// change or cause beyond the labels, and never hedge: `PossiblePhrases` does.
enum FindingsPhrases {
    // Lungs and airspace

    static let clearLungs = Phrase(
        absent: [.consolidation, .infiltration, .pneumonia, .atelectasis, .mass, .nodule, .edema, .fibrosis],
        "The lungs are clear.",
        "The lungs are clear without focal consolidation.",
        "No focal airspace opacity is seen and the lungs are clear.")
    static let noAirspaceDisease = Phrase(
        absent: [.consolidation, .infiltration, .pneumonia],
        "No focal consolidation.",
        "There is no focal airspace opacity.",
        "No focal airspace disease is seen.")
    static let pneumonia = Phrase(
        present: [.pneumonia],
        "There is airspace opacity in keeping with pneumonia.",
        "Airspace opacity is present, consistent with pneumonia.",
        "Focal airspace disease is seen, in keeping with pneumonia.")
    static let infiltration = Phrase(
        present: [.infiltration],
        "Patchy pulmonary infiltrates are present.",
        "There are patchy airspace infiltrates.",
        "Ill-defined pulmonary infiltrates are seen.")
    static let consolidation = Phrase(
        present: [.consolidation],
        "There is airspace consolidation.",
        "Airspace consolidation is present.",
        "Dense parenchymal consolidation is seen.")
    static let infiltrationPneumonia = Phrase(
        present: [.infiltration, .pneumonia],
        "Patchy pulmonary infiltrates are present, in keeping with pneumonia.",
        "There are patchy airspace infiltrates consistent with pneumonia.",
        "Ill-defined pulmonary infiltrates are seen, in keeping with pneumonia.")
    static let consolidationPneumonia = Phrase(
        present: [.consolidation, .pneumonia],
        "There is airspace consolidation in keeping with pneumonia.",
        "Airspace consolidation is present, consistent with pneumonia.",
        "Dense parenchymal consolidation is seen, in keeping with pneumonia.")
    static let consolidationInfiltration = Phrase(
        present: [.consolidation, .infiltration],
        "Patchy infiltrates and airspace consolidation are present.",
        "There is airspace consolidation with patchy infiltrates.")
    static let consolidationInfiltrationPneumonia = Phrase(
        present: [.consolidation, .infiltration, .pneumonia],
        "Patchy infiltrates and airspace consolidation are present, in keeping with pneumonia.",
        "There is airspace consolidation with patchy infiltrates, consistent with pneumonia.")
    static let atelectasis = Phrase(
        present: [.atelectasis],
        "There is subsegmental atelectasis.",
        "Linear opacities are in keeping with atelectasis.",
        "Atelectatic change is present.")
    static let mass = Phrase(
        present: [.mass],
        "There is a pulmonary mass.",
        "A lung mass is present.",
        "A mass-like pulmonary opacity is seen.")
    static let nodule = Phrase(
        present: [.nodule],
        "There is a pulmonary nodule.",
        "A nodular pulmonary opacity is present.",
        "A lung nodule is seen.")

    // Interstitium and parenchyma

    static let edema = Phrase(
        present: [.edema],
        "There is pulmonary edema.",
        "Interstitial markings are increased, in keeping with pulmonary edema.",
        "Pulmonary vascular congestion with edema is present.")
    static let noEdema = Phrase(
        absent: [.edema],
        "No pulmonary edema.",
        "There is no pulmonary edema.",
        "No pulmonary vascular congestion or edema.")
    static let fibrosis = Phrase(
        present: [.fibrosis],
        "Coarse reticular opacities are in keeping with fibrosis.",
        "Fibrotic scarring is present.",
        "There is fibrotic change of the lungs.")
    static let emphysema = Phrase(
        present: [.emphysema],
        "The lungs are hyperinflated, in keeping with emphysema.",
        "There is emphysematous change of the lungs.",
        "Hyperinflation and lucency of the lungs are consistent with emphysema.")

    // Pleura

    static let clearPleura = Phrase(
        absent: [.effusion, .pneumothorax],
        "No pleural effusion or pneumothorax.",
        "There is no pleural effusion or pneumothorax.",
        "Neither pleural effusion nor pneumothorax is seen.")
    static let effusion = Phrase(
        present: [.effusion],
        "There is a pleural effusion.",
        "A pleural effusion is present.",
        "Blunting of the costophrenic angle is in keeping with a pleural effusion.")
    static let noEffusion = Phrase(
        absent: [.effusion],
        "No pleural effusion.",
        "There is no pleural effusion.")
    static let pneumothorax = Phrase(
        present: [.pneumothorax],
        "There is a pneumothorax.",
        "A pneumothorax is present.",
        "A visceral pleural line is seen, in keeping with a pneumothorax.")
    static let noPneumothorax = Phrase(
        absent: [.pneumothorax],
        "No pneumothorax.",
        "There is no pneumothorax.")
    static let pleuralThickening = Phrase(
        present: [.pleuralThickening],
        "There is pleural thickening.",
        "Pleural thickening is present.")

    // Heart and mediastinum

    static let normalHeart = Phrase(
        absent: [.cardiomegaly],
        "The heart size is normal.",
        "Heart size is within normal limits.",
        "The cardiac silhouette is normal in size.")
    static let cardiomegaly = Phrase(
        present: [.cardiomegaly],
        "The heart is enlarged.",
        "There is cardiomegaly.",
        "The cardiac silhouette is enlarged.")
    static let hernia = Phrase(
        present: [.hernia],
        "There is a hiatal hernia.",
        "A retrocardiac opacity is in keeping with a hiatal hernia.")

    static let all = [
        clearLungs, noAirspaceDisease, pneumonia, infiltration, consolidation, infiltrationPneumonia,
        consolidationPneumonia, consolidationInfiltration, consolidationInfiltrationPneumonia, atelectasis, mass,
        nodule,
        edema, noEdema, fibrosis, emphysema, clearPleura, effusion, noEffusion, pneumothorax, noPneumothorax,
        pleuralThickening, normalHeart, cardiomegaly, hernia,
    ]
}
