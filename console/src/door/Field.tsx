import { Input } from "antd";
import { type ComponentProps, useId } from "react";
import type { Told } from "./faults";

interface Props {
  name: string;
  label: string;
  value: string;
  change: (value: string) => void;
  fault: Told | null;
  help?: string;
  secret?: boolean;
  autoComplete?: ComponentProps<"input">["autoComplete"];
  autoFocus?: boolean;
}

/** A labelled field that says itself what is wrong with it. */
export function Field({ name, label, value, change, fault, help, secret = false, autoComplete = "off", autoFocus }: Props) {
  const id = useId();
  const wrong = fault?.field === name;
  const described = wrong ? `${id}-fault` : help ? `${id}-help` : undefined;
  const Kind = secret ? Input.Password : Input;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Kind
        id={id}
        name={name}
        value={value}
        maxLength={200}
        autoComplete={autoComplete}
        autoFocus={autoFocus ?? false}
        aria-invalid={wrong}
        aria-describedby={described}
        {...(wrong ? { status: "error" as const } : {})}
        onChange={(event) => change(event.target.value)}
      />
      {wrong && (
        <p id={`${id}-fault`} className="field-fault" role="alert">
          {fault.message}
        </p>
      )}
      {!wrong && help && (
        <p id={`${id}-help`} className="field-help">
          {help}
        </p>
      )}
    </div>
  );
}
