// NeuralNetwork: layers, losses, optimiser, checkpoint.
