import js from "@eslint/js";
import globals from "globals";
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

// Colours, sizes and radii live in src/styles/tokens.css. A component that needs a new one adds a token.
const raw = [
  {
    selector: "Literal[value=/#[0-9a-fA-F]{3,8}\\b/]",
    message: "Raw colour: use a token (bg-surface, text-ink-3, token('azurite')).",
  },
  {
    selector: "Literal[value=/\\b(rgba?|hsla?|oklch|oklab)\\(/]",
    message: "Raw colour: use a token.",
  },
  {
    selector: "Literal[value=/\\[[0-9.]+(px|rem|em)\\]/]",
    message: "Raw size in a class: use the scale, or a named class in src/styles.",
  },
  {
    selector: "TemplateElement[value.raw=/(#[0-9a-fA-F]{6}\\b|\\[[0-9.]+(px|rem|em)\\])/]",
    message: "Raw colour or size: use a token.",
  },
  {
    selector: "JSXAttribute[name.name='style'] Property[key.name=/^(color|background|borderRadius|fontSize)$/] > Literal",
    message: "Raw style: use a token class.",
  },
];

export default tseslint.config(
  { ignores: ["dist", "src/api/schema.d.ts", "test-results", "playwright-report"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      globals: { ...globals.browser },
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "pictures.mjs", "public/theme.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/only-throw-error": "off",
      "no-console": "error",
      "max-lines": ["error", { max: 250, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks, "jsx-a11y": jsxA11y },
    rules: {
      ...reactHooks.configs.recommended.rules,
      ...jsxA11y.flatConfigs.recommended.rules,
      // Speaks about React Compiler, which this build does not use.
      "react-hooks/incompatible-library": "off",
      "no-restricted-syntax": ["error", ...raw],
    },
  },
  { files: ["eslint.config.js", "pictures.mjs", "public/*.js"], extends: [tseslint.configs.disableTypeChecked] },
  { files: ["pictures.mjs"], languageOptions: { globals: globals.node } },
);
