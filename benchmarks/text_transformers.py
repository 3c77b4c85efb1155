"""Our network as a user of Hugging Face would run it: a BERT folder, ``pipeline("feature-extraction")``, our heads."""

import importlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sentencepiece
from benchmarks.text_cases import Case, Job, cue_finder, of_case
from benchmarks.text_contenders import Answer

from zhiyin.models.ngrams import Passage
from zhiyin.models.registry import ARTEFACTS, TEXT_DEFAULT
from zhiyin.models.tokens import END, Line, Tokenizer
from zhiyin.training.encoder.config import load_encoder_config

HEADS, EPSILON = 12, 1e-12
"""Of multilingual-e5-small (its config.json); the tensors do not tell them."""
PIECES = "pieces.model"
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
_UNKNOWN_SHOWN, _UNKNOWN = " \u2047 ", "\ue000"
"""How a piece that is not in the table is decoded, and a sign that no table holds to stand for it again."""
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


class Pipeline:
    """32-bit numbers, no blend with the linear model. One text a call, as the pipeline does by default."""

    def __init__(self, job: Job) -> None:
        torch, transformers = importlib.import_module("torch"), importlib.import_module("transformers")
        checkpoint = Path(job.checkpoint)
        network = torch.load(checkpoint, weights_only=True)["network"]
        config = load_encoder_config()
        first = 0
        for name, head in config.heads.items():
            if name == "polarity":
                break
            first += len(head.labels)
        self._labels = config.heads["polarity"].labels
        columns = slice(first, first + len(self._labels))
        self._weights = network["heads.weight"][columns].numpy().T
        self._bias = network["heads.bias"][columns].numpy()
        given, pieces = config.input, _pieces(job, checkpoint)
        self._cut = Tokenizer(pieces.read_bytes(), given.longest, given.context)
        self._table = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
        with tempfile.TemporaryDirectory() as folder:
            save_bert(network, pieces, Path(folder), 2 * (given.longest + given.context))
            transformers.logging.set_verbosity_error()
            self._pipe = transformers.pipeline("feature-extraction", model=folder, tokenizer=folder, device="cpu")
        self._cues = cue_finder()

    def ready(self, case: Case) -> Any:
        """The same masked, evened and shortened text that ours reads, and how many pieces are the turn's own."""
        found = of_case(case, self._cues)
        before = [Line(Passage(b.folded, b.holes), b.ours) for b in found.before]
        tokens = self._cut.tokens(Passage(found.folded, tuple(e.span for e in found.masked.entities)), before)
        parts: list[list[int]] = [[]]
        for number in tokens.ids[1:-1].tolist():
            if number == END:
                parts.append([])
            else:
                parts[-1].append(number)
        texts = [self._table.decode(part).replace(_UNKNOWN_SHOWN, _UNKNOWN) for part in parts]
        return "</s>".join(texts), len(self._pipe.tokenizer(texts[0])["input_ids"]) - 1

    def read(self, items: Sequence[Any]) -> list[Answer]:
        answers = []
        for text, own in items:
            states = self._pipe(text, return_tensors=True)[0].numpy()
            z = dict(zip(self._labels, states[:own].mean(0) @ self._weights + self._bias, strict=True))
            two = "positive" if z["positive"] > z["negative"] else "negative"
            answers.append(Answer(two, max(z, key=lambda label: z[label])))
        return answers


def save_bert(network: dict[str, Any], pieces: Path, folder: Path, longest: int) -> None:
    """The network's weights under BERT's names, and its piece table as a fast tokenizer."""
    torch, transformers = importlib.import_module("torch"), importlib.import_module("transformers")
    layers = 1 + max(int(name.split(".")[1]) for name in network if name.startswith("layers."))
    config = transformers.BertConfig(
        vocab_size=len(network["word.weight"]),
        hidden_size=len(network["kind"]),
        num_hidden_layers=layers,
        num_attention_heads=HEADS,
        intermediate_size=len(network["layers.0.fi.bias"]),
        max_position_embeddings=len(network["position.weight"]),
        type_vocab_size=1,
        layer_norm_eps=EPSILON,
        hidden_act="gelu",
        pad_token_id=1,
    )
    bert = transformers.BertModel(config, add_pooling_layer=False)
    named = {
        "embeddings.word_embeddings.weight": network["word.weight"],
        "embeddings.position_embeddings.weight": network["position.weight"],
        "embeddings.token_type_embeddings.weight": network["kind"][None],
        "embeddings.LayerNorm.weight": network["norm.weight"],
        "embeddings.LayerNorm.bias": network["norm.bias"],
    }
    for name, values in network.items():
        if name.startswith("layers."):
            _, number, part, kind = name.split(".")
            named[f"encoder.layer.{number}.{_PARTS[part]}.{kind}"] = values
    missing, unknown = bert.load_state_dict({k: torch.as_tensor(v) for k, v in named.items()}, strict=False)
    if unknown or any("position_ids" not in name for name in missing):
        raise SystemExit(f"the checkpoint is of another form: {missing} missing, {unknown} not known")
    bert.save_pretrained(folder)
    _tokenizer(pieces, longest).save_pretrained(folder)


def _tokenizer(pieces: Path, longest: int) -> Any:
    """The unigram table with the numbers of ours: ``<s> turn </s>``; a ``</s>`` inside stands between turns."""
    parts, transformers = importlib.import_module("tokenizers"), importlib.import_module("transformers")
    table = sentencepiece.SentencePieceProcessor(model_file=str(pieces))
    vocabulary = [(table.id_to_piece(i), table.get_score(i)) for i in range(table.get_piece_size())]
    for number, special in enumerate(_SPECIAL):
        vocabulary[number] = (special, 0.0)
    cut = parts.Tokenizer(parts.models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    cut.pre_tokenizer = parts.pre_tokenizers.Metaspace(replacement="\u2581", prepend_scheme="always", split=False)
    cut.post_processor = parts.processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    begin, pad, end, unknown = _SPECIAL
    return transformers.PreTrainedTokenizerFast(
        tokenizer_object=cut,
        bos_token=begin,
        pad_token=pad,
        eos_token=end,
        unk_token=unknown,
        model_max_length=longest,
        model_input_names=["input_ids", "attention_mask"],
    )


def _pieces(job: Job, checkpoint: Path) -> Path:
    """The artefact's piece table, else the one that training left beside its checkpoint."""
    folder = Path(job.model) if job.model else ARTEFACTS / TEXT_DEFAULT
    found = [path for path in (folder / PIECES, checkpoint.parent / PIECES) if path.exists()]
    if not found:
        raise SystemExit(f"absent: the piece table {PIECES}, neither in the artefact nor beside the checkpoint")
    return found[0]
