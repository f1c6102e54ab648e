/// Passages that are hard for rules, with the answer a radiologist would give.
let hardSnippets: [LabelCase] = [
    LabelCase("No change in small right pleural effusion.", "+pleuralEffusion"),
    LabelCase("Not significantly changed bilateral effusions.", "+pleuralEffusion"),
    LabelCase("The pneumothorax has not resolved.", "+pneumothorax"),
    LabelCase("The effusion has nearly resolved.", "+pleuralEffusion"),
    LabelCase("Incomplete resolution of the left lower lobe pneumonia.", "+pneumonia"),
    LabelCase("Lungs are clear with no effusion or pneumothorax.", "-pleuralEffusion -pneumothorax"),
    LabelCase(
        "Lungs are clear of focal consolidation, pneumothorax, or effusion.",
        "-consolidation -pneumothorax -pleuralEffusion"),
    LabelCase("Mild cardiomegaly with no edema.", "+cardiomegaly -edema"),
    LabelCase(
        "No focal consolidation, large effusion, or pneumothorax.",
        "-consolidation -pleuralEffusion -pneumothorax"),
    LabelCase("No pneumothorax, small left effusion.", "-pneumothorax +pleuralEffusion"),
    LabelCase("No pneumothorax and stable cardiomegaly.", "-pneumothorax +cardiomegaly"),
    LabelCase("The heart is enlarged and the mediastinum is normal.", "+cardiomegaly -enlargedCardiomediastinum"),
    LabelCase("The heart is enlarged and the lungs are normal.", "+cardiomegaly"),
    LabelCase("Heart size is enlarged with normal mediastinal contours.", "+cardiomegaly -enlargedCardiomediastinum"),
    LabelCase("Heart size normal, mediastinum widened.", "-cardiomegaly +enlargedCardiomediastinum"),
    LabelCase("Stable enlargement of the cardiac silhouette.", "+cardiomegaly"),
    LabelCase("Cardiac silhouette is enlarged but stable.", "+cardiomegaly"),
    LabelCase(
        "Opacity likely representing atelectasis, pneumonia cannot be excluded.",
        "+lungOpacity ?atelectasis ?pneumonia"),
    LabelCase("Bibasilar opacities, likely atelectasis.", "+lungOpacity ?atelectasis"),
    LabelCase("The opacity is likely atelectasis.", "+lungOpacity ?atelectasis"),
    LabelCase(
        "Left basilar opacity could be due to atelectasis or infection, but no effusion is seen.",
        "+lungOpacity ?atelectasis ?pneumonia -pleuralEffusion"),
    LabelCase("Interval removal of right chest tube without pneumothorax.", "-supportDevices -pneumothorax"),
    LabelCase("The PICC has been removed. Left pacemaker is unchanged.", "+supportDevices"),
    LabelCase("Resolving right lower lobe pneumonia.", "+pneumonia"),
    LabelCase(
        "Previously seen effusion is no longer present, however a small pneumothorax persists.",
        "-pleuralEffusion +pneumothorax"),
    LabelCase(
        "No XXXX pneumothorax or pleural effusion. XXXX XXXX fracture.",
        "-pneumothorax -pleuralEffusion +fracture"),
    LabelCase(
        "the heart is normal in size . the lungs are clear . no pleural effusion or pneumothorax .",
        "-cardiomegaly -pleuralEffusion -pneumothorax +noFinding"),
    LabelCase(
        "FINDINGS:\nNo pneumothorax\nSmall right effusion\nIMPRESSION:\nRight effusion",
        "-pneumothorax +pleuralEffusion"),
    LabelCase("No displaced rib\nfracture or pneumothorax.", "-fracture -pneumothorax"),
    LabelCase("- No effusion\n- Mild edema\n- Pacemaker", "-pleuralEffusion +edema +supportDevices"),
    LabelCase("1) No pneumothorax\n2) Edema and/or infection", "-pneumothorax +edema +pneumonia"),
    LabelCase("Atelectasis/consolidation at the left base.", "+atelectasis +consolidation"),
    LabelCase("Atelectasis vs. pneumonia at the left base.", "?atelectasis ?pneumonia"),
    LabelCase(
        "Blunting of the costophrenic angle may be due to a small effusion or pleural thickening.",
        "?pleuralEffusion ?pleuralOther"),
    LabelCase("No acute cardiopulmonary abnormality.", "+noFinding"),
    LabelCase("There is no pleural effusion and there is a small pneumothorax.", "-pleuralEffusion +pneumothorax"),
    LabelCase(
        "Heart size, mediastinal contours, and pulmonary vasculature are normal.",
        "-cardiomegaly -enlargedCardiomediastinum"),
    LabelCase(
        "Endotracheal and nasogastric tubes terminate in standard position; no pneumothorax.",
        "+supportDevices -pneumothorax"),
    LabelCase("Low lung volumes without effusion, consolidation or edema.", "-pleuralEffusion -consolidation -edema"),
    LabelCase(
        "Cardiomegaly and pulmonary edema have improved, and the effusion has resolved.",
        "+cardiomegaly +edema -pleuralEffusion"),
    LabelCase("No convincing evidence of pneumonia in the setting of edema.", "-pneumonia +edema"),
    LabelCase("Old healed left rib fractures, no acute fracture.", "+fracture"),
    LabelCase("No pneumothorax is identified, although a skin fold simulates one.", "-pneumothorax"),
    LabelCase("No effusion, the heart is enlarged.", "-pleuralEffusion +cardiomegaly"),
    LabelCase("NO FOCAL CONSOLIDATION.\nHEART SIZE IS NORMAL.", "-consolidation -cardiomegaly"),
    LabelCase("Évaluation: no effusion… mild œdema aside, edema.", "-pleuralEffusion +edema"),
]

/// Passages that the rules are known to get wrong: they do not understand subordinate clauses.
let knownLimits: [LabelCase] = [
    LabelCase("There is no evidence that the pneumothorax has resolved.", "+pneumothorax"),
    LabelCase("Median sternotomy wires are seen next to the heart.", ""),
    LabelCase("The patient has a history of treated pneumonia.", ""),
    LabelCase("The fluid at both bases has increased.", "+pleuralEffusion"),
]
