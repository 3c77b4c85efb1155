"""Wording: what people are told about files and rows, in Chinese and English. One table, so that tests can check it."""

from typing import Literal

from zhiyin.domain.errors import InputError

Lang = Literal["zh", "en"]

PROBLEMS: dict[str, tuple[str, str]] = {
    # rows
    "empty": ("没有文字", "no text"),
    "replacement": ("乱码：原文件里的字已经损坏", "broken characters: the text was damaged before it got here"),
    "control": ("乱码：多数是控制字符或私有区字符", "mostly control or private-use characters"),
    "mojibake": ("乱码：此前用错了编码", "decoded with the wrong encoding somewhere before"),
    "too_long": ("太长（超过 {detail} 个字符）", "longer than {detail} characters"),
    "cells": ("列数不对：{detail}", "wrong number of cells: {detail}"),
    "quote": ("引号没有闭合", "a quote is never closed"),
    "json": ("不是合法的 JSON：{detail}", "not valid JSON: {detail}"),
    "json_kind": ("应是字符串或对象，实为 {detail}", "must be a string or an object, not {detail}"),
    "no_text": ("没有文本字段；有：{detail}", "no text field; it has: {detail}"),
    "context": (
        "context 应为 [{{role, text}}, ...]，role 为 customer/agent/bot/system",
        "context must be [{{role, text}}, ...] with role customer/agent/bot/system",
    ),
    "no_conversation": ("没有会话编号", "no conversation id"),
    "no_field_in_event": ("事件缺少 {detail}", "the event lacks {detail}"),
    "no_link": ("没有会话号，也没有客户", "neither a conversation nor a customer"),
    "no_time": ("没有时间，或时间看不懂", "no time, or one that cannot be read"),
    "stars": ("评分应为 1 到 5 星（或 好评/中评/差评）", "a rating must be 1 to 5 stars"),
    "outcome_kind": (
        "类型应为 评分/评价/投诉/退款/复购/流失 之一",
        "the kind must be one of rating, review, complaint, refund, repurchase, churn",
    ),
    "no_stars": ("评分类结果没有评分", "a rating without its stars"),
    "yes_or_no": ("{detail} 一栏应为 是 或 否", "{detail} must say yes or no"),
    # files
    "not_found": ("找不到文件 {path}", "there is no file {path}"),
    "unreadable": ("无法读取 {path}：{why}", "cannot read {path}: {why}"),
    "folder": ("{path} 是文件夹，请给出其中的文件", "{path} is a folder; name a file in it"),
    "binary": (
        "{path} 不是文本：第 {offset} 字节是零字节。支持 CSV、XLSX、JSONL、TXT",
        "{path} is not text: byte {offset} is zero. CSV, XLSX, JSONL and TXT can be read",
    ),
    "not_text": (
        "{path} 不是文本：前 {bytes} 字节里有 {count} 个控制字符，像是压缩数据。请重新导出为 CSV、XLSX、JSONL 或 TXT",
        "{path} is not text: {count} of its first {bytes} bytes are control characters, as in packed data."
        " Export it again as CSV, XLSX, JSONL or TXT",
    ),
    "other_kind": (
        "{path} 是 {kind} 文件，不是表格。请把其中的文字另存为 XLSX 或 CSV",
        "{path} is a {kind} file and no table. Save what it holds as XLSX or CSV",
    ),
    "not_as_named": (
        "{path} 名为 {suffix}，内容却不是，可能已损坏或改过扩展名。请用表格软件打开后另存为 XLSX 或 CSV；"
        "若本来就是文本，请把扩展名改为 .csv 或 .txt",
        "{path} is called {suffix} and holds something else: it is damaged or was renamed. Save it as XLSX or CSV"
        " from a spreadsheet; if it is plain text, call it .csv or .txt",
    ),
    "web_page": (
        "{path} 名为 {suffix}，实际是网页（不少系统这样导出）。请用表格软件打开后另存为 XLSX 或 CSV",
        "{path} is called {suffix} and is a web page (many systems export so)."
        " Save it as XLSX or CSV from a spreadsheet",
    ),
    "encoding": (
        "{path} 既不是 UTF-8 也不是 GB18030（第 {offset} 字节起无法解码）。请另存为 UTF-8，或用 --encoding 指定编码",
        "{path} is neither UTF-8 nor GB18030 (byte {offset} cannot be decoded). Save it as UTF-8, or name --encoding",
    ),
    "encoding_name": ("没有名为 {name} 的编码", "there is no encoding called {name}"),
    "json_array": (
        "{path} 是一个 JSON 数组。请改为每行一个对象，例如：jq -c '.[]' {path}",
        "{path} is one JSON array. Write one object per line, e.g. jq -c '.[]' {path}",
    ),
    "zip": (
        "{path} 是压缩包，不是 XLSX。请先解压",
        "{path} is an archive, not an XLSX workbook. Unpack it first",
    ),
    "zip_bomb": (
        "{path} 解压后有 {size} MB（上限 {limit} MB，或压缩率异常），已拒绝。请导出为 CSV",
        "{path} unpacks to {size} MB (limit {limit} MB, or packed suspiciously tight). Refused: export it as CSV",
    ),
    "xls": (
        "{path} 是旧版 XLS 或加密的工作簿。请另存为不加密的 XLSX 或 CSV",
        "{path} is an old XLS or an encrypted workbook. Save it as XLSX without a password, or as CSV",
    ),
    "xlsx": ("{path} 的工作簿已损坏：{why}", "{path} is a damaged workbook: {why}"),
    "no_sheet": ("没有名为 {name} 的工作表；有：{sheets}", "there is no sheet {name}; there are: {sheets}"),
    "no_column": ("没有列 {name}；有：{columns}", "there is no column {name}; there are: {columns}"),
    "no_field": ("不认识字段 {name}；可用：{fields}", "{name} is no field; there are: {fields}"),
    "no_text_column": (
        "认不出哪一列是要分析的文本。找到的列：{columns}。请用 --column text=列名 指定",
        "cannot tell which column holds the text. Columns found: {columns}. Name it with --column text=NAME",
    ),
    "no_outcome_columns": (
        "{path} 里认不出业务结果：缺少 {missing}。找到的列：{columns}。可用 --column 字段=列名 指定，字段有 {fields}",
        "no outcomes found in {path}: {missing} missing. Columns: {columns}. Use --column FIELD=NAME with {fields}",
    ),
    "too_many_columns": ("有 {count} 列，上限 {limit}", "{count} columns; the limit is {limit}"),
    "no_text_column_sent": (
        "认不出哪一列是要分析的文本。找到的列：{columns}。请在“文本列”里填上其中一个，再试一次",
        "cannot tell which column holds the text. Columns found: {columns}. Put one of them into 'text column'",
    ),
    "encoding_sent": (
        "{path} 既不是 UTF-8 也不是 GB18030（第 {offset} 字节起无法解码）。请另存为 UTF-8 再上传",
        "{path} is neither UTF-8 nor GB18030 (byte {offset} cannot be decoded). Save it as UTF-8 and send it again",
    ),
    "too_many_rows": (
        "超过 {limit} 行。请拆成几个文件，或用命令 zhiyin analyze 分析（不限行数）",
        "more than {limit} rows. Split the file, or use the command 'zhiyin analyze', which knows no limit",
    ),
    "no_rows": ("{path} 里没有一行数据", "{path} holds no row"),
    "no_chat": (
        "{path} 不是对话：缺少 {missing}。需要会话、角色、文本三列（JSONL 同名字段），或语料 YAML",
        "{path} holds no conversations: {missing} missing. It needs conversation, role and text, or a YAML of a pack",
    ),
    "output": ("无法写入 {path}：{why}", "cannot write {path}: {why}"),
}


def problem(code: str, lang: Lang = "zh", **details: object) -> str:
    zh, en = PROBLEMS[code]
    return (zh if lang == "zh" else en).format(**details)


class FileError(InputError):
    """A file that cannot be read at all. ``say`` words it in either language; ``str`` is Chinese."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(problem(code, "zh", **details))
        self.code = code
        self.details = details

    def say(self, lang: Lang) -> str:
        return problem(self.code, lang, **self.details)
